import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code import tokens
from skillrt.code.tokens import can_count, count_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("hello world", 2), ("Read references/forms.md first.", 6), ("# Título\n\n- уже\n", 7)],
)
def test_counts_are_those_of_the_vocabulary(text: str, count: int):
    assert count_tokens(text) == count


def test_the_tokenizer_is_here():
    assert can_count()


@given(st.text(st.characters(codec=None)))
def test_any_text_is_counted(text: str):
    assert (count_tokens(text) == 0) == (not text)


def test_a_byte_that_is_no_unicode_counts_as_its_stand_in():
    assert count_tokens("a \udcff b") == count_tokens("a \ufffd b")


LINES = st.sampled_from(
    ["# Head\n", "text with words.\n", "a/b:\n", "/x\n", "   in\n", "\n", "\r\n", "...\n", "1. é\n", "B\n", "...//\n"]
)


@given(st.lists(LINES, max_size=60))
def test_a_text_counted_in_pieces_has_as_many_as_in_one(lines: list[str]):
    text = "".join(lines)
    assert count_tokens(text) == tokens._counter()(text)


def test_a_long_text_is_cut_and_nothing_is_lost():
    text = "".join(f"## Part {number}\n\nSome words about part {number}.\n\n" for number in range(400))
    assert len(tokens._pieces(text)) > 3
    assert "".join(tokens._pieces(text)) == text
    assert count_tokens(text) == tokens._counter()(text)


def test_the_vocabulary_is_loaded_when_something_is_counted():
    code = "import sys, skillrt.code.tokens; sys.exit('rs_bpe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
