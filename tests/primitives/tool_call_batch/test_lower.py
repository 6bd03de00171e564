from tests.primitives.lowered import drafts, gap_of, linked, taken


def test_one_call_a_turn_where_several_are_asked_for(tmp_path):
    text = "# A\n\nIssue multiple tool calls in one message.\n\n- Run the searches in parallel.\n"
    text += "- Read both files in parallel.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "tool.call.batch", 0))["one-call-a-turn"]
    after, _ = taken(module, draft)
    assert "in one message. (Here: one call a turn, in the order in which they stand;" in after
    assert after.count("(Here:") == 3
    assert draft.to == 0
