import pytest

from skillrt.code.outlining.shell_nodes import arguments, commands_in, root_of
from skillrt.code.outlining.shell_pairs import is_prose, pair_slot


def pair(word: str, before: str = "-f") -> tuple[str, str, str] | None:
    """The name that the place gives, the kind, and what would be replaced."""
    text = f"x {word}\n"
    root = root_of(text)
    assert root is not None
    found = pair_slot(arguments(commands_in(root)[0])[0], before)
    if found is None:
        return None
    start, end, slot, _ = found
    return slot.hint, slot.kind, text.encode()[start:end].decode()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ('title="A new day"', ("title", "text", "A new day")),
        ("'title=A new day'", ("title", "text", "A new day")),
        ("--limit=20", ("limit", "integer", "20")),
        ("--input=a.csv", ("input", "input-file", "a.csv")),
        ("'file=@cat.jpg'", ("", "input-file", "cat.jpg")),
        ("labels=high", None),
        ('title="$X y z"', None),
        ("--mode=fast", None),
        ("plain", None),
    ],
)
def test_values_of_pairs(word: str, expected: tuple[str, str, str] | None):
    assert pair(word) == expected


def test_other_options_have_no_pairs():
    assert pair("'a=hello big world'", "-H") is None


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("Make it so", True),
        ("one", False),
        ("a | b", False),
        ("f(x) y z", False),
        ("two\nlines here", False),
        ("SELECT *;", False),
    ],
)
def test_prose(text: str, prose: bool):
    assert is_prose(text) is prose


def test_prose_of_several_lines_where_it_is_a_text():
    assert is_prose("two\nlines here", lines=True)
