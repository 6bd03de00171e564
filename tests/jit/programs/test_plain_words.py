import re

import pytest

from skillrt.jit.programs.plain_words import (
    codec_spans,
    function_words,
    is_name,
    is_plain,
    is_tame,
    name_pattern,
    numbers_in,
    plain_pattern,
    tame_pattern,
    words_in,
)


@pytest.mark.parametrize("value", ["word", "A", "ärger", "45", "-4.5", "2024-05", "2024-05-01", "a_1", "5.6.0"])
def test_plain(value: str):
    assert is_plain(value)


@pytest.mark.parametrize(
    "value", ["", "a b", "a-b", "a.b", "$a", "a'", "--x", "a\n", "1.2.", "1.2.3.4.5", "1e5;", "a/b"]
)
def test_not_plain(value: str):
    assert not is_plain(value)


@pytest.mark.parametrize(("text", "found"), [
    (r"\bcat\b", ["cat"]), ("catalogue", []), ("cat(1)", []), ("cat (1)", []), ("$cat", []), ("a.cat", []),
    ("cat|dog", ["cat", "dog"]), ("4 > 45", ["4"]), ("4.5", []),
])  # fmt: skip
def test_where_they_stand(text: str, found: list[str]):
    assert plain_pattern(("cat", "dog", "4")).findall(text) == found


def test_words_behind_escapes_are_words():
    assert {"lift", "elevator"} <= words_in(r"s/\blift\b/elevator/g")


def test_words_that_join_others_are_in_small_letters():
    assert all(re.fullmatch(r"[a-z]+", word) for word in function_words())
    assert "the" in function_words()


def test_numbers_wherever_they_stand():
    assert numbers_in(["'%.2f' % x", "head -n 11; y = 0.5"]) == {"2", "11", "0.5"}


@pytest.mark.parametrize(("text", "found"), [
    ("utf-8", ["utf-8"]), ("encoding='latin-1', 'cp1252'", ["latin-1", "cp1252"]), ("utf-8-sig", ["utf-8-sig"]),
    ("utf-80", []), ("my-utf-8", []), ("8", []),
])  # fmt: skip
def test_names_of_codecs(text: str, found: list[str]):
    assert [text[low:high] for low, high in codec_spans(text)] == found


@pytest.mark.parametrize(("text", "found"), [
    ("open('a.csv')", ["a.csv"]), ('open("b/c.csv")', ["b/c.csv"]), ("'x a.csv'", []), ("a.csv", []),
    ("'a.csv\"", []),
])  # fmt: skip
def test_paths_alone_between_quotes(text: str, found: list[str]):
    assert re.findall(tame_pattern(("a.csv", "b/c.csv")), text) == found


@pytest.mark.parametrize(("text", "found"), [
    (".size = 3", ["size"]), ("d.size;", ["size"]), ("d.size()", []), ("d.sizes", []), ("size", []),
])  # fmt: skip
def test_names_behind_a_dot(text: str, found: list[str]):
    assert re.findall(name_pattern(("size", "port")), text) == found


@pytest.mark.parametrize("value", ["a.csv", "./a.csv", "b/c-1.csv", "ä.csv"])
def test_tame(value: str):
    assert is_tame(value)


@pytest.mark.parametrize("value", ["", "-x", "a b", "a'b", 'a"', "$a", "a\n", "`a`", "a\\b"])
def test_not_tame(value: str):
    assert not is_tame(value)


@pytest.mark.parametrize(("value", "wanted"), [("size", True), ("a b", False), ("2x", False), ("grösse", False)])
def test_names_of_keys(value: str, *, wanted: bool):
    assert is_name(value) is wanted
