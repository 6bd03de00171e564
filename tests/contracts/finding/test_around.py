from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def test_a_file_is_elsewhere_or_missing_or_written(tmp_path: Path):
    body = (
        "Follow [the rules](references/rules.md) and `../other/rules.md`.\n\nRead `docs/guide.md`.\n\n"
        "Write the plan to `out/plan.md`.\n"
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "reach", "path") == ["../other/rules.md", "docs/guide.md"]
    assert named(rows, "write", "path") == ["out/plan.md"]
    assert named(rows, "absent", "path") == []  # the one of this name that it reaches


def test_a_skill_that_front_matter_lists_is_needed_once(tmp_path: Path):
    front = "---\nname: alpha\ndescription: Sorts.\nrequired_skills: [beta-x]\n---\n\nUse the `beta-x` skill.\n"
    rows = facts_of(tmp_path, {"SKILL.md": front})
    assert [(row["name"], row["required"]) for row in rows if row["fact"] == "need"] == [("beta-x", True)]
