from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Move\n\nBreak the move down into an implementation plan.\n"


def test_a_plan_is_a_short_list_to_go_through(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "reason.planning", 1, "L2", ("Break",)))["plan-list"]
    text, _ = taken(module, draft)
    assert "implementation plan. Write the plan to a file: at most five lines that begin with `== `" in text
    assert (draft.kind, draft.to) == ("supports", 1)


def test_without_a_model_that_orders_steps_it_stays(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "reason.planning", 0, "L1", ("Break",))) == {}
