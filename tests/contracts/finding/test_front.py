from pathlib import Path
from typing import Any

from skillrt.contracts.library import read_library
from skillrt.contracts.lines import NeedLine
from tests.checks.library import write
from tests.contracts.locking import drift, facts_of, named, request, told


def of(front: str, body: str = "Do it.") -> str:
    return f"---\nname: alpha\ndescription: Sorts.\n{front}---\n\n# Steps\n\n{body}\n"


def keys(tmp_path: Path, front: str) -> list[str]:
    (row,) = [row for row in facts_of(tmp_path, {"SKILL.md": of(front)}) if row["fact"] == "front"]
    return row["keys"]


def test_each_key_has_a_digest_of_its_value(tmp_path: Path):
    one = keys(tmp_path / "a", "version: 1\nallowed-tools: Read\n")
    two = keys(tmp_path / "b", "version: 2\n")
    assert [row.partition(" ")[0] for row in one] == ["description", "version"]
    assert one[0] == two[0]
    assert one[1] != two[1]


def test_a_description_decides_when_a_skill_is_used(tmp_path: Path):
    old, new = of("tags: [a]\n"), of("license: MIT\n").replace("Sorts.", "Sorts and counts.")
    found = told(drift(tmp_path, {"skills/alpha/SKILL.md": old}, {"skills/alpha/SKILL.md": new}))
    assert found == [
        ("lock.description-changed", "has another `description`, by which agents choose it"),
        ("lock.front-changed", "its front matter now has `license` and no longer has `tags`"),
    ]


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


def test_files_that_front_matter_puts_out_are_written(tmp_path: Path):
    front = 'metadata:\n  outputs: "Plan.md, out/Events.md, and a talk."\n'
    assert named(facts_of(tmp_path, {"SKILL.md": of(front)}), "write", "path") == ["Plan.md", "out/Events.md"]
