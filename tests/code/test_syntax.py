import ast

import pytest

from skillrt.code.syntax import (
    MAX_SCRIPT,
    encoded,
    line_starts,
    lines_with,
    parse_javascript,
    parse_python,
    parse_shell,
)
from tests.growth import require_proportion


@pytest.mark.parametrize("text", ["print 'old'", "{{ template }}\nx =", "def (", "\0", "a\ud800b = 'x"])
def test_what_does_not_parse_has_no_tree(text: str):
    assert parse_python(text) is None


@pytest.mark.parametrize("number", ["9" * 6000, "0x" + "f" * 6000, "0b" + "1" * 20_000])
def test_a_number_that_python_does_not_write_in_decimal_leaves_no_tree(number: str):
    assert parse_python(f"x = {number}") is None
    assert parse_python(f"x = '{number}'") is not None


@pytest.mark.parametrize("part", ["(", "[", "-", "not ", "x.", "a+", "lambda:", "if x:\n", "f(", "x=", "{1:"])
def test_hostile_nesting_neither_raises_nor_hangs(part: str):
    require_proportion(lambda count: parse_python(part * count + "1"), 5_000)


def test_a_lone_surrogate_counts_one_byte():
    tree = parse_python("x = '\udcff'; y")
    assert tree is not None
    last = tree.body[1]
    assert isinstance(last, ast.Expr)
    assert last.col_offset == 9


def test_sizes_are_bounded():
    assert parse_python("x\n" * MAX_SCRIPT) is None
    assert parse_shell("x\n" * MAX_SCRIPT) is None


def test_other_languages_give_a_tree_with_bytes():
    shell, script = parse_shell("echo é"), parse_javascript("const x = <T,>(a: T) => a")
    assert shell is not None
    assert shell.root_node.end_byte == 7
    assert script is not None
    assert not script.root_node.has_error


def test_lines_with_tokens():
    assert lines_with("a\nfoo\r\nbar\rfoo bar", ("foo", "bar")) == [2, 3, 4]
    assert line_starts("a\r\nb\rc\n") == [0, 3, 5, 7]
    assert encoded("\udcff") == b"\xff"
