import pytest

from skillrt.code.shell import commands
from skillrt.code.words import WordScanner


def only(text: str):
    return commands(f"x {text}")[0].words[1]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a", "a"),
        ("'a b'", "a b"),
        ('"a b"', "a b"),
        (r"a\ b", "a b"),
        (r'"a\"b"', 'a"b'),
        (r'"a\nb"', r"a\nb"),
        ("--out='x y'", "--out=x y"),
        ("~/x", "~/x"),
        ("don't", "don't"),
        ('say"', 'say"'),
    ],
)
def test_literal_words(written: str, value: str):
    assert only(written).value == value


@pytest.mark.parametrize(
    "written", ["$X", "<file>", "{name}", "*.md", "a?b", "`ls`", "$(ls)", "[x]", "a|b", "x...", "…"]
)
def test_what_stands_for_something_else_has_no_value(written: str):
    word = only(written)
    assert word.value is None
    assert word.dynamic
    assert word.raw == written


@pytest.mark.parametrize(
    "written", ["$X", '"$@"', "${A[@]}", "[OPTIONS]", "...", "*.md", "<args>", "[--a | --b]", "$(ls)"]
)
def test_words_that_may_be_several(written: str):
    assert only(written).spread


@pytest.mark.parametrize("written", ['"$X"', "<file>", "<input file>", '"${X}/y"', "{id}", '"$(ls)"'])
def test_words_that_are_one(written: str):
    assert not only(written).spread


def test_literal_start_of_a_dynamic_word():
    assert only("--out=$X").literal_start == "--out="
    assert only('"$HERE/x.py"').literal_start == ""
    assert only("plain").literal_start == "plain"


def test_scanner_always_moves_on():
    scanner = WordScanner(")(")
    scanner.read()
    assert scanner.position == 1
