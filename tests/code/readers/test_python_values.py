import ast

import pytest

from skillrt.code.readers.argparse_parts import UNKNOWN
from skillrt.code.readers.python_values import fold, fold_call, is_changed


def value(node: ast.expr) -> object:
    return fold_call(node, value) if isinstance(node, ast.Call) else fold(node, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("['a', *('b', 'c')]", ["a", "b", "c"]),
        ("['a'] + ['b']", ["a", "b"]),
        ("list({'a': 1, 'b': 2}.keys())", ["a", "b"]),
        ("sorted({'a': 1})", ["a"]),
        ("range(1, 3)", [1, 2]),
        ("{'a': 1}.items()", [("a", 1)]),
        ("'a' + 'b'", "ab"),
        ("-3", -3),
    ],
)
def test_fold(text: str, expected: object):
    assert value(ast.parse(text, mode="eval").body) == expected


@pytest.mark.parametrize("text", ["f()", "range(10**9)", "range(0, 9999999)", "[*x]", "{**x}", "a.b"])
def test_unknown(text: str):
    assert value(ast.parse(text, mode="eval").body) is UNKNOWN


def test_changes_in_place():
    assert is_changed("A", "A = []\nA.append(1)")
    assert is_changed("A", "A += [1]")
    assert is_changed("A", "A['x'] = 1")
    assert not is_changed("A", "A = []\nprint(A['x'] == 1, BA.append(2))")
