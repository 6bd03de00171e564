import pytest

from tests.primitives.asking import asked, level

NAME = "follow.procedure"


STEPS = "1. Collect the files\n2. Sort them by date\n3. Write the index\n4. Show the index\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# S\n\n## Workflow\n\n1. Open it\n2. Read it\n3. Close it\n", "L1"),
        (f"# S\n\n## Workflow\n\n{STEPS}", "L2"),
        ("# S\n\n## Step 1: Open\n\nOpen it.\n\n## Step 2: Close\n\nIf it fails, wait. Unless it is late.\n", "L1"),
        (f"# S\n\nDo this:\n\n{STEPS}", "L2"),
        ("# S\n\n**1. Open it**\n\nSo.\n\n**2. Read it**\n\nSo.\n\n**3. Close it**\n", "L2"),
        ("# S\n\n## Workflow\n\n- Open it\n- Read it\n- Close it\n", "L2"),
        ("# S\n\n```\n1. OPEN it\n2. READ it\n3. SORT it\n4. CLOSE it\n```\n", "L2"),
    ],
)
def test_steps_in_many_shapes(tmp_path, text, expected):
    assert level(tmp_path, NAME, text) == expected


def test_a_loop_that_ends_with_a_check_is_level_3(tmp_path):
    text = (
        "# S\n\n## Process\n\n1. Write the form\n2. Run the checker\n3. If it complains, mend it and run it again\n"
        "4. Repeat until the checker passes\n5. Verify the result\n"
    )
    assert level(tmp_path, NAME, text) == "L3"


def test_a_procedure_as_a_whole_that_checks_and_branches_is_level_3(tmp_path):
    steps = [f"## Step {at}: Part {at}\n\n" for at in (1, 2, 3)]
    plain = "# S\n\n" + "".join(f"{step}Write it down.\n\n" for step in steps)
    assert level(tmp_path / "1", NAME, plain) == "L1"
    checked = "# S\n\n" + "".join(f"{step}Verify the result.\n\n" for step in steps)
    assert level(tmp_path / "2", NAME, checked) == "L1"
    both = "# S\n\n" + "".join(f"{step}Verify the result. If it is there, leave it.\n\n" for step in steps)
    assert level(tmp_path / "3", NAME, both) == "L3"


@pytest.mark.parametrize(
    "text",
    [
        "# S\n\n## Best practices\n\n1. Short names\n2. Small files\n3. Few colours\n",
        "# S\n\n## Chart types\n\n1. **Bars**: for counts\n2. **Lines**: for time\n3. **Dots**: for pairs\n",
        "# S\n\nA library for tables.\n",
    ],
)
def test_numbered_lists_of_other_things_are_no_steps(tmp_path, text):
    assert level(tmp_path, NAME, text) == "-"


def test_steps_in_a_reference_count_less(tmp_path):
    found = asked(
        tmp_path, NAME, "# S\n\nSee `references/more.md`.\n", references__more_md=f"# M\n\n## Workflow\n\n{STEPS}"
    )
    assert found is not None
    assert found.evidence[0].weight == 0.4
    assert found.evidence[0].reason == "prescribes 4 steps in order"


def test_a_dialogue_is_a_procedure(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nAsk the user which table is meant. Wait for the answer.\n")
    assert found is not None
    assert found.level == "L2"
    assert {item.reason for item in found.evidence} == {"goes on by what the user answers"}


def test_numbered_mistakes_are_no_steps(tmp_path):
    parts = "".join(f"**{at}. Doing it too late**\n\nDo it early.\n\n" for at in (1, 2, 3))
    assert level(tmp_path / "1", NAME, f"# S\n\n## Common mistakes\n\n{parts}") == "-"
    assert level(tmp_path / "2", NAME, f"# S\n\n## Workflow\n\n{parts}") == "L2"


def test_points_without_orders_are_no_steps_by_themselves(tmp_path):
    assert level(tmp_path / "1", NAME, "# S\n\n## Workflow\n\n- Speed\n- Quality\n- Cost\n") == "-"
    assert (
        level(tmp_path / "2", NAME, "# S\n\n## 工作流程\n\n1. 恢复功能\n2. 修复状态\n3. 记录原因\n4. 发送信息\n")
        == "L2"
    )
