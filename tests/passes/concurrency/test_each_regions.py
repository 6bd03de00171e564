import pytest

from tests.passes.concurrency.test_said_regions import found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Examine each image and identify its fields.", "data"),
        ("For every file, extract the headings.", "data"),
        ("After conversion, read the resulting `.md` files.", "data"),
        ("Run this script for each page: `python a.py <page> <output_image>`", "data"),
        ("Process 20 files per subagent.", "data"),
        ("The subagent reads each skill and gives a verdict.", "data"),
        ("Write `docs/<area>.md` for every area.", "data"),
        ("When you begin, read all files in `notes/`.", "data"),
        ("Run two checks against the code: (a) one, (b) another.", "thread"),
    ],
)
def test_items_that_are_looked_at_each_for_itself(text, kind):
    assert [item for item, _ in found(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Fix each file.",
        "Spawn a dedicated subagent for coding.",
        "Review each file and append it to the report.",
        "Review each file one at a time.",
        "Review each section with the user.",
        "10 posts per hour per agent.",
        "Per sub-agent (one finding each): fix it.",
        "Convert it to PNGs (one image for each page) by running `a.py <out>`.",
        "Run this script for each page: `python a.py <page>`",
        "Run two checks in order.",
        "Write `docs/areas.md` for every area.",
        "Do not read all files in `notes/`.",
    ],
)
def test_items_that_share_something(text):
    assert found(text) == []
