import ast

import pytest

from skillrt.code.outlining.python_names import identifiers, names_of


def missing(text: str) -> list[str]:
    return sorted(names_of(ast.parse(text).body).missing())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("print(len(x))", ["x"]),
        ("x = 1\nprint(x)", []),
        ("total += 1", ["total"]),
        ("print(x)\nx = 1", ["x"]),
        ("[a for a in rows if a > low]", ["low", "rows"]),
        ("[b for a in rows for b in a]", ["rows"]),
        ("{k: v for k, v in pairs.items()}", ["pairs"]),
        ("f = lambda a, b=c: a + b + d", ["c", "d"]),
        ("def f(a, b=c) -> d:\n    x = a\n    return x + y", ["c", "d", "y"]),
        ("def f():\n    return g()\ndef g():\n    return 1\nf()", []),
        ("def f():\n    global n\n    n = 1\nf()\nprint(n)", []),
        ("class A(B):\n    x = 1\n    def m(self):\n        return y", ["B", "y"]),
        ("with open('a') as f:\n    f.read()", []),
        ("try:\n    pass\nexcept E as e:\n    print(e)", ["E"]),
        ("for i in range(3):\n    print(i)\nelse:\n    print(i)", []),
        ("import a.b, c as d\nfrom e import f as g\nprint(a, d, g)", []),
        ("if (n := len(x)) > 1:\n    print(n)", ["x"]),
        (
            "match v:\n    case {'a': q, **rest}:\n        print(q, rest)\n    case [1, *tail]:\n        print(tail)",
            ["v"],
        ),
        ("print(f'{x:>{w}}')", ["w", "x"]),
        ("@deco\ndef f(): pass", ["deco"]),
        ("del x", ["x"]),
        ("x: int = y", ["y"]),
        ("a.b = c[d]", ["a", "c", "d"]),
        ("def f():\n    def g():\n        return z\n    z = 1\n    return g", []),
    ],
)
def test_what_code_needs_from_elsewhere(text: str, expected: list[str]):
    assert missing(text) == expected


def test_a_star_import_may_bind_anything():
    assert names_of(ast.parse("from math import *\nsin(1)").body).star


def test_every_identifier_is_seen():
    tree = ast.parse("import a.b as c\ndef d(e): global f\nclass g: pass\nh = [i for i in j]")
    assert {"c", "d", "e", "f", "g", "h", "i", "j"} <= identifiers(tree)
