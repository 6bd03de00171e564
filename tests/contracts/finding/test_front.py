from pathlib import Path

from tests.contracts.locking import drift, facts_of, named, told


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


def test_files_that_front_matter_puts_out_are_written(tmp_path: Path):
    front = 'metadata:\n  outputs: "Plan.md, out/Events.md, and a talk."\n'
    assert named(facts_of(tmp_path, {"SKILL.md": of(front)}), "write", "path") == ["Plan.md", "out/Events.md"]
