from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.probing_parts.drawing import draws
from skillrt.primitives.probing_parts.prose import (
    contractions,
    filler,
    has,
    is_list,
    no_prose,
    paragraphs,
    sentences,
    words,
)


def test_parts_of_a_text():
    text = "It costs 3.50 a piece. “Is it so?” Yes!\n\nThe end."
    assert paragraphs(text) == ["It costs 3.50 a piece. “Is it so?” Yes!", "The end."]
    assert sentences(text) == ["It costs 3.50 a piece.", "“Is it so?", "Yes!", "The end."]
    assert words("well-known, 12 isn't") == ["well-known", "12", "isn't"]


def test_contractions_are_told_from_possessives():
    assert contractions("It's the owner's and they don’t.") == ["It's", "don’t"]


def test_lists_are_seen():
    assert is_list("text\n- item")
    assert is_list("1. item")
    assert not is_list("text - with dashes\n3.5 is a number")


def test_what_is_no_prose():
    assert no_prose("The house is old. It has a door and a roof.") == ""
    assert "twice" in no_prose("The house is old. The house is old!")
    assert "no whole sentence" in no_prose("The house is old")
    assert "row of words" in no_prose("House door roof wall window chimney cellar attic garden.")
    assert no_prose("") == "there is no text"


def test_whole_words():
    assert has("The Anvil, and 12.", "anvil")
    assert not has("112 anvilsmiths 3.12", "12")


def test_filler_is_prose():
    found = filler(draws("test", "L3", "x"), 60)
    assert len(set(found)) == 60
    assert no_prose(" ".join(found)) == ""


@given(st.text())
def test_any_text_is_read(text):
    paragraphs(text)
    no_prose(text)
    contractions(text)
    is_list(text)
