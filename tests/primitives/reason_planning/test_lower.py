import pytest

from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Move\n\nBreak the move down into a list of tasks.\n"


def test_a_plan_is_a_short_list_to_go_through(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "reason.planning", 1, "L2", ("Break",)))["plan-list"]
    text, _ = taken(module, draft)
    assert "list of tasks. Write the plan to a file: at most five lines that begin with `== `" in text
    assert (draft.kind, draft.to) == ("supports", 1)


def test_without_a_model_that_orders_steps_it_stays(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "reason.planning", 0, "L1", ("Break",))) == {}


@pytest.mark.parametrize(
    "text",
    [
        "# Mail\n\nAlways discover the available tools first. Search for tools first.\n",
        "# Move\n\nWrite a plan for the user.\n",
        "# Move\n\nIf the check fails, make a plan again.\n",
        "# Move\n\nThe scheduler breaks the work down into tasks.\n",
        "# Move\n\n## When to use\n\nMake a plan of the work.\n",
        "# Move\n\nMake a plan.\n\n## Steps\n\n1. Pack the boxes\n2. Load the car\n3. Drive there\n",
        "---\nname: move\ndescription: Writes a plan for a move.\n---\n# Move\n\nMake a plan.\n",
    ],
)
def test_look_ups_output_and_fixed_steps_are_no_plan_of_the_agents_own(tmp_path, text):
    module = linked(tmp_path, {"SKILL.md": text})
    gap = gap_of(module, "reason.planning", 1, "L2", ("iscover", "plan", "breaks"))
    assert drafts(module, gap) == {}
