import re

import pytest

from skillrt.code.alternatives import LETTERS, holds_any, one_of

WORDS = ("in order", "in", "input", "order", "c++", ".env", "同时", "e")


@pytest.mark.parametrize(
    "text", ["in order to", "in  order", "inputs in", "c++ and .env", "二者同时", "the order", "e", "", "INPUT"]
)
def test_it_finds_what_one_branch_a_word_finds(text: str):
    plain = "|".join(re.escape(word) for word in sorted(WORDS, key=lambda word: (-len(word), word)))
    for flags in (re.NOFLAG, re.IGNORECASE):
        found = re.compile(one_of(WORDS), flags).findall(text)
        assert found == re.compile(plain, flags).findall(text)


def test_words_may_be_spelled_otherwise():
    pattern = one_of(WORDS, lambda word: re.escape(word).replace(r"\ ", r"\s+"))
    assert re.fullmatch(pattern, "in \n order")


def test_without_words_nothing_is_found():
    assert re.search(one_of(()), "anything") is None


@pytest.mark.parametrize(
    "text", ["ordering", "reorder, order", "_in in", "x.env .env", "二同时", "9e e", "the  order"]
)
def test_what_may_not_stand_before_a_word_is_told_as_a_look_behind_tells_it(text: str):
    for not_after in (LETTERS, r"\w.-"):
        plain = re.compile(rf"(?<![{not_after}])(?:{one_of(WORDS)})")
        quick = re.compile(f"(?:{one_of(WORDS, not_after=not_after)})")
        assert quick.findall(text) == plain.findall(text)


def test_whether_a_text_holds_one_of_some_words():
    assert holds_any("one two", ("three", "wo"))
    assert not holds_any("one two", ("three",))
    assert not holds_any("one two", ())
