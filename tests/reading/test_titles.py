import pytest

from skillrt.reading.titles import cut_at_word, plain_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("**Run** the `a*b` *tests*:\nand more", "Run the `a*b` tests"),
        (r"Set the JIRA\_\* variables", "Set the JIRA_* variables"),
        ("Read [the notes]({base}/references/NOTES.md) first", "Read the notes first"),
        ("Ask for   <topic> (or `x`)", "Ask for <topic> (or `x`)"),
        (r"Write `a\_b` as it is", r"Write `a\_b` as it is"),
    ],
)
def test_a_line_without_its_marks(text, title):
    assert plain_title(text, 100) == title


def test_what_is_too_long_ends_with_a_word_and_an_ellipsis():
    assert plain_title("It would be clearer shown than described", 32) == "It would be clearer shown than…"
    assert plain_title("It would be clearer, shown", 22) == "It would be clearer…"
    assert cut_at_word("one two", 7) == "one two"
    assert cut_at_word("one two three", 8) == "one two…"


def test_what_has_no_blanks_is_cut_anywhere():
    assert cut_at_word("x" * 30, 10) == "x" * 9 + "…"
    assert cut_at_word("a " + "x" * 30, 10) == "a " + "x" * 7 + "…"
