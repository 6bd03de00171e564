import pytest

from tests.passes.concurrency.test_said_regions import found, regions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Examine each image and identify its fields.", "data"),
        ("For every file, extract the headings.", "data"),
        ("After conversion, read the resulting `.md` files.", "data"),
        ("After conversion, read the resulting `.md` file(s) (not all).", "data"),
        ("Run this script for each page: `python a.py <page> <output_image>`", "data"),
        ("Run this script for each page: `python a.py <page> <output_image>", "data"),
        ("Process 20 files per subagent.", "data"),
        ("The subagent reads each skill and gives a verdict.", "data"),
        ("Write `docs/<area>.md` for every area.", "data"),
        ("**Categorize every meeting**", "data"),
        ("If it is long, examine each page.", "data"),
        ("Then check each vector against the context captured before:", "data"),
        ("For each flagged instruction, read the source and answer one question.", "data"),
        ("**For each checklist item**:", "data"),
        ("For each plugin in scope, run:", "data"),
        ("Fetch the page for each service.", "data"),
        ("For each rival, scrape the ads.", "data"),
        ("Write one file per ticket under `docs/`.", "data"),
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
        "Then",
        "Check if each reference exists.",
        "Check each path exists.",
        "Collect all file paths.",
        "Identify every input that flows into them.",
        "Read each before converting:",
        "Evaluate these factors for each finding.",
        "For each iteration, read the log.",
        "For each ticket, show:",
        "For each issue, fix the code.",
        "For each drifted file, ask the user what to do:",
        "Follow each step exactly.",
        "Write a JSONL with one job per line.",
        # one look at all of them
        "Identify all contract files.",
        "Scan the source folder for all code files.",
        "Check that all template files are there.",
        "Verify that all file references are relative.",
    ],
)
def test_items_that_share_something(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("For each `Foo::Bar` function:", "each `Foo::Bar` function"),
        ("Read ALL `*/SKILL.md` files.", "all `*/SKILL.md` files"),
        ("For EACH PDA:", "each PDA"),
        ("For each **group** decide:", "each group"),
        ("Read each file's findings inline.", "each file's findings"),
        ("Verify each one.", "each of them"),
        ("**Read Each File**", "each file"),
    ],
)
def test_the_reason_names_the_items_as_the_text_does(text, items):
    (region,) = regions(text)
    assert region.reason == f"the same is done to {items}, each for itself"


def test_a_file_of_its_own_names_the_item():
    (region,) = regions("Write one file per ticket under `docs/`.")
    assert region.reason == "every ticket has a file of its own"
