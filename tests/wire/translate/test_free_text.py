import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.translate.free_text import FreeText
from skillrt.wire.translate.parts import free_text


def read(*pieces: str) -> list[str]:
    reader = FreeText()
    return [*(reader.feed(piece) for piece in pieces), reader.end()]


def test_the_text_goes_out_as_it_comes_in():
    assert read('{"inp', 'ut": "*** Be', "gin", '\\nb"', "}") == ["", "*** Be", "gin", "\nb", "", ""]


def test_escapes_that_are_cut():
    assert "".join(read('{"input":"a\\', "u00", "e9\\ud83c", '\\udf89"}')) == "aé🎉"


@pytest.mark.parametrize("arguments", ["plain text", '{"other": 1}', '["input"]', '{"a": 1, "input": "x"}', ""])
def test_other_arguments_wait_for_the_end(arguments: str):
    assert read(arguments) == ["", free_text(arguments)]


def test_a_text_that_breaks_off():
    assert "".join(read('{"input": "abc', "def")) == "abcdef"


def test_line_breaks_as_some_models_write_them():
    assert "".join(read('{"input": "a\nb', 'c"}')) == "a\nbc"


def test_all_of_it_at_the_end():
    reader = FreeText()
    assert reader.feed('{"input": "ab') == "ab"
    reader.complete('{"input": "abc"}')
    assert reader.end() == "c"


def test_arguments_that_never_come_to_the_text():
    reader = FreeText()
    assert reader.feed("x" * 300) == ""
    assert reader.feed("y") == ""
    assert reader.end() == "x" * 300 + "y"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXTS, st.booleans(), st.lists(st.integers(0, 200), max_size=8))
def test_any_cut_gives_the_text(text: str, ascii_only: bool, cuts: list[int]):
    arguments = json.dumps({"input": text}, ensure_ascii=ascii_only)
    ends = sorted(min(cut, len(arguments)) for cut in cuts)
    pieces = [arguments[start:end] for start, end in zip([0, *ends], [*ends, len(arguments)], strict=True)]
    assert "".join(read(*pieces)) == text


def test_backslashes_go_out_as_they_come_in():
    assert read('{"input":"a\\\\', "b\\", '\\"', "}") == ["a\\", "b", "\\", "", ""]


def test_what_a_model_got_wrong_waits_for_the_end():
    wrong = '{"input":"a\\q"}'
    assert read(wrong) == ["a", ""]
    half = json.dumps({"input": "a"})[:-2] + '\\ud83d b"}'
    assert read(half) == ["a", "? b"]
