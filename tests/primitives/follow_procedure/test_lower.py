from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

TEXT = """# Publish

## Workflow

1. Build the pages.
2. Check the links with `python3 scripts/links.py`.
3. If a link is dead, mend it and go back to step 2.
4. Upload "all" of it.
5. Tell who asked.
"""
TITLED = """# Publish

## Step 1: Build

```bash
make
```

## Step 2: Look

Look at it.

## Step 3: Upload

Send it.

## Step 4: Tell

Tell them.

## Step 5: Clean

Remove it.
"""


def test_a_list_is_gone_through_and_goes_back(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT, "scripts/links.py": "print()\n"})
    draft = drafts(module, gap_of(module, "follow.procedure", 1, "L2", ("Build",)))["step-by-step"]
    text, files = taken(module, draft)
    path = "references/skillrt/workflow.steps"
    assert f"## Workflow\n\nGo through these 5 steps one a turn: `sh scripts/skillrt/next.sh {path} start`" in text
    assert text.endswith(TEXT[TEXT.index("1. Build") :])
    made = next(file for file in draft.files if file.path == path)
    assert [use.path for use in made.uses] == ["scripts/links.py"]
    here = tmp_path / "out"
    here.mkdir()
    (here / "s").write_text(files[path])
    run(here, "next.sh", "s", "start")
    run(here, "next.sh", "s", "done")
    third = run(here, "next.sh", "s", "done")
    assert third.startswith("3 of 5: If a link is dead, mend it and go back to step 2.\n(where it sends you back")
    assert run(here, "next.sh", "s", "back", "2").startswith("2 of 5: Check the links")
    assert draft.to == 1


def test_of_sections_only_the_titles_are_listed(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TITLED})
    draft = drafts(module, gap_of(module, "follow.procedure", 0, "L1", ("Step 1",)))["step-by-step"]
    text, files = taken(module, draft)
    assert "do all that is said of it below" in text
    assert (
        "== Step 1: Build\n== Step 2: Look\n== Step 3: Upload\n== Step 4: Tell\n== Step 5: Clean\n" in files.values()
    )


def test_what_a_program_does_by_itself_is_no_procedure(tmp_path):
    told = "# A\n\n## Process\n\n1. Fetches the data\n2. Groups the rows\n3. Prints the sum\n"
    module = linked(tmp_path, {"SKILL.md": told})
    assert drafts(module, gap_of(module, "follow.procedure", 1, "L2", ("Fetches",))) == {}
    works = linked(tmp_path / "b", {"SKILL.md": told.replace("Process", "How it works").replace("es the", " the")})
    assert drafts(works, gap_of(works, "follow.procedure", 1, "L2", ("Fetch",))) == {}


def test_few_steps_examples_and_items_with_lists_of_their_own_stay(tmp_path):
    few = TEXT.replace('4. Upload "all" of it.\n5. Tell who asked.\n', "")
    aside = TEXT.replace("## Workflow", "## Example workflow")
    nested = TEXT.replace("1. Build the pages.", "1. Build the pages:\n   - the first\n   - the second")
    for number, text in enumerate((few, aside, nested)):
        module = linked(tmp_path / str(number), {"SKILL.md": text})
        assert drafts(module, gap_of(module, "follow.procedure", 1, "L2", ("Build",))) == {}
