import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.enumerations import listed
from skillrt.jit.requests import tokens_of

FILES = frozenset(("a.csv", "b.csv", "c.csv", "d.txt", "parts/x.csv"))


def lists(text: str) -> list[str]:
    return [token.value for token in listed(text, tokens_of(text, FILES, frozenset())) if token.kind == "files"]


@pytest.mark.parametrize(("text", "wanted"), [
    ("Put a.csv and b.csv together", ["a.csv\nb.csv"]),
    ("Merge a.csv, b.csv, and `c.csv` into all.csv", ["a.csv\nb.csv\nc.csv"]),
    ("a.csv plus b.csv; c.csv & parts/x.csv", ["a.csv\nb.csv", "c.csv\nparts/x.csv"]),
    ("a.csv, d.txt and b.csv", []),
    ("a.csv and new.csv", []),
    ("Join a.csv with b.csv", []),
    ("a.csv b.csv", []),
    ("a.csv and a.csv", []),
    ("parts/ and a.csv", []),
    ("a.csv,", []),
])  # fmt: skip
def test_files_that_are_listed(text: str, wanted: list[str]):
    assert lists(text) == wanted


def test_the_other_words_stay():
    text = "Put a.csv, b.csv and c.csv together."
    found = listed(text, tokens_of(text, FILES, frozenset()))
    assert [token.text for token in found] == ["Put", "a.csv, b.csv and c.csv", "together", "."]
    assert found[1].shape == ("files", ".csv")


@given(st.lists(st.sampled_from(["a.csv", "b.csv", "d.txt", ",", "and", "word", "parts/"]), max_size=12))
def test_any_request_is_read_in_order(words: list[str]):
    text = " ".join(words)
    tokens = tokens_of(text, FILES, frozenset())
    found = listed(text, tokens)
    assert [token.start for token in found] == sorted(token.start for token in found)
    assert all(text[token.start : token.start + len(token.text)] == token.text for token in found)
    assert not found or len(found) < len(tokens)
