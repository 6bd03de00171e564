import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.excerpt import CUT, WIDTH, excerpt, line_window
from skillrt.report.glyphs import MARKS_A_LETTER, cells, glyphs
from tests.growth import require_proportion


def marked(line: str, column: int, end_column: int = 0) -> str:
    """What stands above the caret."""
    shown = excerpt(line, column, end_column)
    at, found = 0, ""
    for glyph in glyphs(shown.text):
        if cells(glyph) and shown.offset <= at < shown.offset + shown.length:
            found += glyph
        at += cells(glyph)
    return found


def test_a_short_line_is_whole():
    shown = excerpt("see `a.md` there", 5, 11)
    assert (shown.text, shown.offset, shown.length) == ("see `a.md` there", 4, 6)


def test_tabs_go_to_the_next_stop():
    shown = excerpt("\ta\tb", 4)
    assert (shown.text, shown.offset) == ("    a   b", 8)
    assert marked("\ta\tb", 4) == "b"


def test_the_caret_is_right_behind_wide_and_combining_characters():
    assert marked("漢字x", 3) == "x"
    assert marked("e\u0301e\u0301x", 5) == "x"
    assert excerpt("漢字x", 3).offset == 4
    assert excerpt("漢字x", 1, 3).length == 4


def test_the_caret_is_right_behind_escapes():
    line = "\x1b[31m\u202eabc"
    assert excerpt(line, 7).text == "\\x1b[31m\\u202eabc"
    assert marked(line, 7) == "a"


@pytest.mark.parametrize("column", [1, 30, 500_000, 999_999, 1_000_000])
def test_a_long_line_is_cut_around_the_caret(column: int):
    line = "".join(chr(97 + number % 26) for number in range(1000)) * 1000
    shown = excerpt(line, column, column + 3)
    assert len(shown.text) <= WIDTH
    assert marked(line, column, column + 3) == line[column - 1 : column + 2]
    assert shown.text.startswith(CUT) == (column > 50)


def test_a_long_range_ends_at_the_window():
    shown = excerpt("x" * 5000, 2000, 4000)
    assert shown.offset + shown.length <= WIDTH
    assert shown.length > WIDTH / 2


def test_a_long_line_costs_no_more_than_what_is_shown_of_it():
    def work(size: int) -> None:
        line = "漢\t\u0301" * size
        for column in range(1, 3 * size, 300):
            excerpt(line, column)

    require_proportion(work, 50_000)


def test_columns_outside_the_line():
    assert excerpt("abc", 10).offset == 3
    assert excerpt("abc", 0).offset == 0
    assert excerpt("", 1).length == 1


@given(
    st.text(st.sampled_from("a漢\t\u0301\x1b\u202e\udcff é"), max_size=400), st.integers(0, 401), st.integers(0, 401)
)
def test_never_wider_than_the_window(line: str, column: int, end_column: int):
    shown = excerpt(line, column, end_column)
    width = sum(cells(glyph) for glyph in glyphs(shown.text))
    # Beyond the window only the marks of its last letter and a caret behind the end of the line.
    assert width <= WIDTH
    assert 0 <= shown.offset <= WIDTH
    assert 1 <= shown.length <= WIDTH + MARKS_A_LETTER


def test_line_windows_keep_characters():
    line = "".join(str(number % 10) for number in range(1000))
    before, text = line_window(line, 500, 100)
    assert line[before : before + 100] == text
    assert before <= 499 < before + 100
    assert line_window("short", 3, 100) == (0, "short")
    assert line_window(line, 1000, 100) == (900, line[900:])
