import pytest

from skillrt.code.outlining.shell_nodes import (
    arguments,
    commands_in,
    name_of,
    redirects,
    root_of,
    static,
    target,
    walk,
)


def first_argument(text: str) -> str | None:
    root = root_of(f"x {text}\n")
    assert root is not None
    return static(arguments(commands_in(root)[0])[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("'a b'", "a b"),
        ('"a \\" b"', 'a " b'),
        ("a\\ b", "a b"),
        ("a'b'\"c\"", "abc"),
        ("12", "12"),
        ("*.txt", None),
        ('"$x"', None),
        ("a$x", None),
        ("$(id)", None),
    ],
)
def test_values_of_literal_words(text: str, value: str | None):
    assert first_argument(text) == value


def test_what_does_not_parse_has_no_root():
    assert root_of("if then\n") is None
    assert root_of("echo (\n") is None


def test_names_and_redirects():
    root = root_of("/usr/bin/sort a.txt > b.txt 2>&1\n")
    assert root is not None
    assert name_of(commands_in(root)[0]) == "sort"
    assert [mark for mark, _ in map(target, redirects(root))] == [">", ">&"]


def test_deep_nesting_ends():
    root = root_of("$(" * 3000 + "x" + ")" * 3000)
    assert root is None or sum(1 for _ in walk(root)) <= 20_000
