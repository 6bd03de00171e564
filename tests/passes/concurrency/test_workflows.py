import pytest

from skillrt.passes.concurrency.workflows import candidates, tells, workflows_of
from tests.passes.concurrency.sample import only, page, titles

LIST = "1. Read the file.\n2. Write the summary.\n3. Check the result.\n"


@pytest.mark.parametrize("title", ["Workflow", "Steps", "How it works", "Migrate a database", "流程"])
def test_what_a_title_says_or_orders_is_a_workflow(title):
    assert titles(only(workflows_of(page(f"# T\n\n## {title}\n\n{LIST}"))))[0] == "Read the file."


@pytest.mark.parametrize(
    "title", ["Best practices", "Key reminders", "Troubleshooting", "Common pitfalls", "Features"]
)
def test_advice_is_none(title):
    assert workflows_of(page(f"# T\n\n## {title}\n\n{LIST}")) == ()


def test_the_outer_steps_hold_the_inner_ones():
    text = f"# T\n\n## Phase 1: Look\n\n{LIST}\n## Phase 2: Do\n\n{LIST}"
    assert titles(only(workflows_of(page(text)))) == ["Look", "Do"]
    assert len(list(candidates(page(text)))) == 3


def test_several_workflows_stay_several():
    text = f"# T\n\n## Quick flow\n\n{LIST}\n## Full flow\n\n{LIST}"
    assert [group.title for group in workflows_of(page(text))] == ["Quick flow", "Full flow"]


def test_code_that_shows_a_workflow_again_is_none():
    code = "```python\n# 1. Load\nx = 1\n# 2. Fit\ny = x\n# 3. Save\nz = y\n```\n"
    assert [group.by for group in workflows_of(page(f"# T\n\n## Quick workflow\n\n{code}"))] == ["comments"]
    both = f"# T\n\n## Quick workflow\n\n{code}\n## Steps\n\n{LIST}"
    assert [group.by for group in workflows_of(page(both))] == ["list"]


def test_a_table_of_contents_is_none():
    text = "# T\n\n## Next\n\n" + "".join(f"{n}. Set up {n} → `references/{n}.md`\n" for n in range(1, 5))
    assert workflows_of(page(text)) == ()


def test_points_are_steps_where_the_text_says_so():
    points = "- Read the file.\n- Write the summary.\n- Check the result.\n"
    assert workflows_of(page(f"# T\n\n## Notes on it\n\n{points}")) == ()
    assert len(workflows_of(page(f"# T\n\n## Process\n\nFollow these steps in order:\n\n{points}"))) == 1


def test_whether_a_title_orders():
    assert tells("Read the file")
    assert not tells("The file")
