from tests.primitives.asking import level

NAME = "tool.call.batch"


def test_reading_at_once_is_l1(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nRead both files in parallel.\n") == "L1"


def test_several_calls_at_once_are_l2(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nIssue multiple tool calls in one message.\n") == "L2"


def test_what_is_forbidden_or_done_by_code_asks_for_none(tmp_path):
    text = "# S\n\nDo not send parallel tool calls. The library computes in parallel. Workers run on all cores.\n"
    assert level(tmp_path, NAME, text) == "-"
