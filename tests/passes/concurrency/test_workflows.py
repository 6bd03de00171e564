import msgspec
import pytest

from skillrt.passes.concurrency.chances import Weights, shipped
from skillrt.passes.concurrency.workflows import candidates, found_in, likely_in, workflows_of
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


def test_a_workflow_that_holds_another_goes_first():
    inner = "Follow these steps:\n\n1. Read it.\n2. Write it.\n3. Send it.\n"
    outer = f"### 1. State\n\n#### Process\n\n{inner}\n### 2. Papers\n\nRead them.\n\n### 3. End\n\nTell.\n"
    text = f"# T\n\n## Core workflow\n\n{outer}"
    assert titles(only(workflows_of(page(text)))) == ["State", "Papers", "End"]


def test_orders_alone_are_a_workflow_where_there_is_no_other():
    orders = "1. Read the map.\n2. Choose a ticket.\n3. Write the answer.\n4. Close the ticket.\n"
    alone = page(f"# T\n\n## A ticket\n\n{orders}")
    assert len(workflows_of(alone)) == 1
    assert workflows_of(page(f"# T\n\n## A ticket\n\nIf it fails:\n\n{orders}")) == ()
    assert workflows_of(page(f"# T\n\n## A ticket\n\n{orders}", "other.md")) == ()
    with_other = page(f"# T\n\n## Steps\n\n{LIST}\n## A ticket\n\n{orders}")
    assert [group.title for group in workflows_of(with_other)] == ["Steps"]


def test_numbered_headings_that_are_orders():
    text = "# T\n\n## 1. Collect the rows\n\na\n\n## 2. Write the brief\n\nb\n\n## 3. Check it\n\nc\n"
    assert len(workflows_of(page(text))) == 1
    chapters = "# T\n\n## 1. Loops\n\na\n\n## 2. Players\n\nb\n\n## 3. Rewards\n\nc\n"
    assert workflows_of(page(chapters)) == ()


def test_what_is_said_again_is_left_out():
    again = f"# T\n\n## Your task\n\nWhen invoked:\n\n{LIST}\n## Process\n\n{LIST}"
    assert [group.title for group in workflows_of(page(again))] == ["Process"]
    detail = (
        f"# T\n\n## Process\n\n1. Scan local skills.\n2. Write the summary.\n3. Check it.\n"
        f"\n## Local skills scan process\n\n{LIST}"
    )
    assert [group.title for group in workflows_of(page(detail))] == ["Process"]


def test_an_overview_above_the_steps_of_the_same_section_is_left_out():
    steps = "**Step 1: Plan**\n\na\n\n**Step 2: Draw**\n\nb\n"
    text = f"# T\n\n## Workflow\n\n**How it works:**\n\n1. Plan it.\n2. Draw it.\n3. Join it.\n\n{steps}"
    assert [group.by for group in workflows_of(page(text))] == ["bold"]


def test_sections_in_order_without_numbers():
    named = ["Assess the layout", "Choose a grid", "Write the styles", "Check every page"]
    sections = "".join(f"## {title}\n\nDo it, then go on.\n\n" for title in named)
    assert titles(only(workflows_of(page(f"# Arrange\n\n{sections}")))) == named
    topics = "".join(f"## {title}\n\na\n\n" for title in ("Layout", "Grids", "Styles", "Pages"))
    assert workflows_of(page(f"# Arrange\n\n{topics}")) == ()


def test_each_has_its_chance():
    (first,) = likely_in(page(f"# T\n\n## Workflow\n\n{LIST}"), shipped())
    assert shipped().first < first.chance < 1
    never = Weights(-9.0, 0.3, 0.4, 0.5, 12, {})
    assert likely_in(page(f"# T\n\n## Workflow\n\n{LIST}"), never) == ()


def test_beyond_as_many_steps_as_a_skill_has_only_what_is_plain_stays():
    many = "".join(f"{n}. Read part {n}.\n" for n in range(1, 13))
    detail = f"## Old parts\n\nWhen invoked again:\n\n{LIST}"
    assert [group.title for group in workflows_of(page(f"# T\n\n## Workflow\n\n{LIST}\n{detail}"))] == [
        "Workflow",
        "Old parts",
    ]
    assert [group.title for group in workflows_of(page(f"# T\n\n## Workflow\n\n{many}\n{detail}"))] == ["Workflow"]


def test_a_list_of_the_steps_to_come_is_none():
    told = "## Step 1: Reading it\n\na\n\n## Step 2: Summary\n\nb\n\n## Step 3: The check\n\nc\n"
    listed = "1. Read the file.\n2. Write the summary.\n3. Check the result.\n"
    text = f"# T\n\nTo make it, follow these steps:\n\n{listed}\n{told}"
    assert titles(only(workflows_of(page(text)))) == ["Reading it", "Summary", "The check"]


def items(count):
    return "".join(f"{n}. Write part {n} of the report.\n" for n in range(1, count + 1))


def test_what_is_sure_counts_beyond_as_many_steps_as_a_skill_has():
    flows = "".join(f"## Audit {name} workflow\n\n{items(8)}\n" for name in ("planning", "execution", "closing"))
    shown = page(f"# Audit\n\n{flows}")
    assert len(workflows_of(shown)) == 3
    capped = found_in(shown, msgspec.structs.replace(shipped(), sure=1.0))
    assert [item.group.title for item in capped.followed] == ["Audit planning workflow"]
    assert [group.title for group in capped.others] == ["Audit execution workflow", "Audit closing workflow"]


def test_of_several_alike_those_that_are_not_followed_are_told():
    weak = "1. The first model\n2. The second one\n"
    text = f"# T\n\n## Core workflows\n\n### Train it\n\n{items(6)}\n### Compare\n\n{weak}"
    found = found_in(page(text), shipped())
    assert [item.group.title for item in found.followed] == ["Train it"]
    assert [group.title for group in found.others] == ["Compare"]


def test_a_list_that_has_another_workflow_for_a_step_is_none_beside_that():
    wrapped = "## Procedure\n\n1. Clarify the scope.\n2. Execute the core workflow.\n3. Summarize outputs.\n"
    both = f"# T\n\n## Workflow\n\n{LIST}\n{wrapped}"
    assert [group.title for group in workflows_of(page(both))] == ["Workflow"]
    assert [group.title for group in workflows_of(page(f"# T\n\n{wrapped}"))] == ["Procedure"]
