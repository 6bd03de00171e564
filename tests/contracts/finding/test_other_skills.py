from pathlib import Path
from typing import Any

from skillrt.contracts.library import read_library
from skillrt.contracts.lines import NeedLine
from tests.checks.library import write
from tests.contracts.finding.test_front import of
from tests.contracts.locking import request


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
