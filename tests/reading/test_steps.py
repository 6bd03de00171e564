from skillrt.reading.sections import sections_of
from skillrt.reading.steps import is_about_steps, procedures_of
from tests.skills import module_of


def procedures(folder, text):
    document = module_of(folder / "s", {"SKILL.md": text}).documents[0]
    return tuple(procedures_of(sections_of(document)))


def test_numbered_headings_are_steps(tmp_path):
    text = "# T\n\n## Step 1: Read\n\nRead it.\n\n## Step 2: Check\n\nIf it fails, repeat step 1 until it passes.\n"
    (found,) = procedures(tmp_path, text)
    assert found.by == "headings"
    assert [step.title for step in found.steps] == ["Step 1: Read", "Step 2: Check"]
    assert (found.branches, found.loops, found.checks) == (1, 1, 1)


def test_a_numbered_list_of_three_is_one(tmp_path):
    (found,) = procedures(tmp_path, "# How it works\n\n1. Open it\n2. Change it\n3. Save it\n")
    assert (found.by, len(found.steps)) == ("list", 3)
    assert found.steps[2].line == found.steps[0].line + 2


def test_two_items_and_plain_headings_are_none(tmp_path):
    assert procedures(tmp_path, "# A\n\n1. one\n2. two\n\n## B\n\n- x\n- y\n- z\n") == ()


def test_headings_that_announce_steps():
    assert is_about_steps("The workflow")
    assert not is_about_steps("Background")
