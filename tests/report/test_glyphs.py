import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.glyphs import cells, glyphs, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `text` 100%", "plain `text` 100%"),
        ("naïve – “quoted”", "naïve – “quoted”"),
        ("漢字 and 한국어", "漢字 and 한국어"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("a\r\nb", "a\\x0d\\x0ab"),
        ("\x9b31m", "\\u009b31m"),
        ("rm \u202egpj.x", "rm \\u202egpj.x"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("byte \udcff", "byte \\xff"),
        ("surrogate \ud800", "surrogate \\ud800"),
        ("line\u2028sep", "line\\u2028sep"),
        ("filler\u3164", "filler\\u3164"),
        ("a\tb", "a b"),
    ],
)
def test_what_a_terminal_would_act_on_is_escaped(text: str, shown: str):
    assert visible(text) == shown


def test_marks_stay_on_letters_but_do_not_pile_up():
    assert visible("e\u0301") == "e\u0301"
    assert visible("z" + "\u0301" * 5) == "z" + "\u0301" * 3 + "\\u0301" * 2


def test_marks_without_a_letter_are_escaped():
    assert visible("\u0301a") == "\\u0301a"
    assert visible("\x1b\u0301") == "\\x1b\\u0301"


@pytest.mark.parametrize(
    ("glyph", "width"), [("a", 1), ("漢", 2), ("🦀", 2), ("\u0301", 0), ("\\x1b", 4), ("ｗ", 2), ("\u1161", 0)]
)
def test_widths(glyph: str, width: int):
    assert cells(glyph) == width


@given(st.text())
def test_one_glyph_a_character_and_nothing_hidden(text: str):
    shown = glyphs(text)
    assert len(shown) == len(text)
    assert all(unicodedata.category(char)[0] != "C" for char in visible(text))


@given(st.binary())
def test_any_bytes_can_be_printed(data: bytes):
    visible(data.decode("utf-8", "surrogateescape")).encode("utf-8")
