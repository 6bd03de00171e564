import pytest

from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

TEXT = """# Review

Trace the root cause across services.

## Review criteria

Find the problems below.

- **Names**: do they say what is meant? Look at every export.
- Errors that are swallowed
- Loops over "large" lists

## When to use this skill

- Reviewing a change
- Finding bugs
- Investigating an outage
"""


def test_the_skills_own_points_are_judged_one_a_turn(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    gap = gap_of(module, "reason.analysis", 1, "L2", ("Find the problems", "Reviewing", "Finding", "Investigating"))
    draft = drafts(module, gap)["point-by-point"]
    text, files = taken(module, draft)
    path = "references/skillrt/review-criteria.points"
    assert f"## Review criteria\n\nTake the 3 points one a turn: `sh scripts/skillrt/next.sh {path} start`" in text
    assert "Find the problems below.\n\n- **Names**" in text
    assert [name for name in files if name.endswith(".points")] == [path]  # uses of the skill are no criteria
    here = tmp_path / "out"
    here.mkdir()
    (here / "p").write_text(files[path])
    assert run(here, "next.sh", "p", "start").startswith(
        "1 of 3: **Names**: do they say what is meant? Look at every"
    )
    assert run(here, "next.sh", "p", "done", "x.py:3 none") == "2 of 3: Errors that are swallowed\n"
    assert draft.to == 1


def test_causes_in_several_files_are_followed_file_by_file(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT.replace("across services", "through all changed files")})
    draft = drafts(module, gap_of(module, "reason.analysis", 2, "L3", ("Trace",)))["file-by-file"]
    text, _ = taken(module, draft)
    assert "changed files. With several files: write those that matter to a list" in text
    assert (draft.kind, draft.to) == ("supports", 2)


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nTrace the root cause across services.\n",
        "# A\n\n## Principles\n\nTrace all changed files.\n",
        "# A\n\nTrace the file `src/a.py` with care.\n",
        "# A\n\nA reviewer may trace all changed files.\n",
    ],
)
def test_without_several_files_to_go_through_there_is_no_list_of_them(tmp_path, text):
    module = linked(tmp_path, {"SKILL.md": text})
    found = drafts(module, gap_of(module, "reason.analysis", 2, "L3", ("race",)))
    assert "file-by-file" not in found


def test_what_no_program_carries_stays(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "reason.analysis", 0, "L1", ("Find the problems",))) == {}
    steps = "# A\n\n## Diagnosis\n\nFind the bug.\n\n1. Run it\n2. Read the log\n3. Mend it\n"
    other = linked(tmp_path / "b", {"SKILL.md": steps})
    assert drafts(other, gap_of(other, "reason.analysis", 1, "L2", ("Find",))) == {}
