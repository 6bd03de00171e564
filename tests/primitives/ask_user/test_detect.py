import pytest

from tests.primitives.asking import asked, level

NAME = "ask.user"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask the user which file is meant.", "L1"),
        ("Wait for confirmation before you go on.", "L1"),
        ("Ask one question at a time. Ask several questions. Grill the user. Interview the team.", "L2"),
        ("Interview the user until all is said. Keep asking until it is clear.", "L3"),
        ("The user calls the tool.", "-"),
    ],
)
def test_questions(tmp_path, text, expected):
    assert level(tmp_path, NAME, f"# S\n\n{text}\n") == expected


def test_the_tool_of_a_harness_counts(tmp_path):
    found = asked(
        tmp_path, NAME, "# S\n\nUse `AskUserQuestion` to learn the scope. Then use the Read tool and the Bash tool.\n"
    )
    assert found is not None
    assert "uses the tool AskUserQuestion" in {item.reason for item in found.evidence}


def test_one_question_in_a_long_text_is_a_way_out(tmp_path):
    text = "# S\n\nAsk the user which file.\n\n"
    assert level(tmp_path / "1", NAME, text) == "L1"
    assert level(tmp_path / "2", NAME, text + "The table is long.\n\n" * 300) == "-"
