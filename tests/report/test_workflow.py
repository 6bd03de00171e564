import json

from skillrt.passes.base import PassContext
from skillrt.passes.extract_concurrency import ExtractConcurrency
from skillrt.report.workflow import WORKFLOW_FIELDS, place, workflow_fields, workflow_mermaid, workflow_text
from tests.skills import module_of

TEXT = """# T

## Modes

Quick or full.

## Quick flow

1. Read `a.md`, and ask the user.
2. If it is [long], examine each page.
3. Tell what "it" says.

## Full flow

1. Look.
2. Push the branch.
3. Tell it.
"""


def fields(tmp_path, text=TEXT):
    module = ExtractConcurrency().run(module_of(tmp_path / "s", {"SKILL.md": text}), PassContext())
    return workflow_fields(module.facts)


def test_rows_have_the_shape_of_the_labels(tmp_path):
    found = fields(tmp_path)
    assert tuple(found) == WORKFLOW_FIELDS
    assert found["steps"][1]["at"] == "SKILL.md:13"
    assert found["steps"][0]["workflow"] is None
    assert ["s1", "s2", "control"] in found["edges"]
    assert ["s1", "s5", "control"] in found["edges"]
    assert [row["then"] for row in found["dependences"]] == [row[1] for row in found["edges"]]
    assert [(row["kind"], row["steps"]) for row in found["parallel"]] == [("data", ["s3"])]
    assert json.loads(json.dumps(found)) == found


def test_text_says_what_waits_for_what(tmp_path):
    text = workflow_text(fields(tmp_path))
    assert "workflow w1: Quick flow  SKILL.md:13-15" in text
    assert "(asks the user)" in text
    assert "(acts outside the workspace)" in text
    assert "after s1 (control): it decides which way is taken" in text
    assert "data in s3" in text
    assert workflow_text(fields(tmp_path / "x", "# T\n")) == "no workflow\n"


def test_what_is_left_out_is_told(tmp_path):
    steps = "".join(f"{n}. Write part {n} of the report.\n" for n in range(1, 7))
    text = f"# T\n\n## Core workflows\n\n### Train it\n\n{steps}\n### Compare\n\n1. The first\n2. The other\n"
    found = fields(tmp_path, text)
    assert found["left_out"] == [{"title": "Compare", "at": "SKILL.md:20-21"}]
    assert workflow_text(found).endswith(
        "may be workflows as well, and are left out (1)\n  Compare  SKILL.md:20-21\n"
    )


def test_mermaid_shows_what_stands_in_angle_brackets_and_cuts_between_words(tmp_path):
    text = "# T\n\n## Workflow\n\n1. Save to `<topic>.md`.\n2. " + "Say it once more to whom it may concern " * 3
    lines = workflow_mermaid(fields(tmp_path, text + "\n3. Tell it.\n")).splitlines()
    assert any("#lt;topic#gt;" in line for line in lines)
    assert any(line.endswith(' concern Say it once more to whom it…"]') for line in lines)


def test_mermaid_holds_nothing_that_it_would_read_as_its_own(tmp_path):
    lines = workflow_mermaid(fields(tmp_path)).splitlines()
    assert lines[0] == "flowchart TD"
    assert lines.count("  end") == 2
    assert '    s3["s3 If it is long , examine each page."]' in lines
    assert '    s4["s4 Tell what it says."]' in lines
    assert "  s1 -.->|control| s2" in lines
    assert "  class s3 within" in lines


def test_mermaid_tells_steps_at_once_from_work_within_one(tmp_path):
    blocks = "".join(f"### Step {at}: Look\n\n```sh\n{code}\n```\n\n" for at, code in ((1, "git log"), (2, "ls a")))
    end = "### Step 3: Read\n\nExamine each page.\n"
    lines = workflow_mermaid(fields(tmp_path, f"# T\n\n## Steps\n\n{blocks}{end}")).splitlines()
    assert lines[-4:] == [
        "  classDef parallel stroke-width:3px,stroke-dasharray:6 3",
        "  class s1,s2 parallel",
        "  classDef within stroke-width:3px",
        "  class s3 within",
    ]


def test_places(tmp_path):
    from skillrt.errors import Span

    assert place(Span("a.md", 0, 1, 3, 3)) == "a.md:3"
    assert place(Span("a.md", 0, 1, 3, 5)) == "a.md:3-5"
