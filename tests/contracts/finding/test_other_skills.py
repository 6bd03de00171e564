from pathlib import Path
from typing import Any

from skillrt.contracts.library import read_library
from skillrt.contracts.lines import NeedLine
from tests.checks.library import write
from tests.contracts.finding.test_front import of
from tests.contracts.locking import lock_of, request, skill


def needed(tmp_path: Path, front: str) -> list[str]:
    files: dict[str, str | bytes] = {
        "skills/alpha/SKILL.md": of(front),
        "skills/beta-two/SKILL.md": "---\nname: beta-two\ndescription: B.\n---\n\nDo it.\n",
    }
    entries = read_library(request(write(tmp_path, files))).lock.entries
    facts: Any = entries["skills/alpha"].facts
    return [fact.name for fact in facts if isinstance(fact, NeedLine) and fact.kind == "skill"]


def test_skills_of_the_library_that_it_depends_on(tmp_path: Path):
    assert needed(tmp_path / "a", "dependencies:\n  - beta-two\n  - pandas\n") == ["beta-two"]
    assert needed(tmp_path / "b", "metadata:\n  requires: beta-two, alpha\n") == ["beta-two"]
    assert needed(tmp_path / "c", "required_skills: [gamma]\n") == ["gamma"]


def test_skills_that_the_text_names(tmp_path: Path):
    body = (
        'See `beta-two`, then the `gamma-x` skill, `skill: "delta"` and skills `e-f`; not `pandas-x`, nor `alpha`.\n'
    )
    files: dict[str, str | bytes] = {
        "skills/alpha/SKILL.md": of("", body),
        "skills/beta-two/SKILL.md": "---\nname: beta-two\ndescription: B.\n---\n\nDo it.\n",
    }
    facts: Any = read_library(request(write(tmp_path, files))).lock.entries["skills/alpha"].facts
    names = [(fact.name, fact.named) for fact in facts if isinstance(fact, NeedLine) and fact.kind == "skill"]
    assert names == [("beta-two", True), ("delta", True), ("e-f", True), ("gamma-x", True)]


def test_code_of_other_skills_is_no_package(tmp_path: Path):
    body = "```python\nfrom alpha_tool import a\nfrom beta_tool import b\nfrom gamma_tool import c\n```\n"
    files: dict[str, str | bytes] = {
        "skills/alpha-tool/SKILL.md": skill(body, "alpha-tool"), "skills/alpha-tool/a.py": "x = 1\n",
        "skills/beta-tool/SKILL.md": skill("Do.", "beta-tool"), "skills/beta-tool/b.py": "x = 1\n",
        "skills/gamma-tool/SKILL.md": skill("Do.", "gamma-tool"),
    }  # fmt: skip
    lock = lock_of(write(tmp_path, files))
    needs = {(fact.kind, fact.name) for fact in lock.entries["skills/alpha-tool"].facts if isinstance(fact, NeedLine)}
    assert needs == {("system", "python3"), ("skill", "beta-tool"), ("python", "gamma-tool")}
