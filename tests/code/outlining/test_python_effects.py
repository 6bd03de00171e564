import ast

import pytest

from skillrt.code.outlining.python_effects import (
    dead_stores,
    effects_of,
    is_showing,
    only_defines,
    only_saves_figure,
    unused_results,
)
from tests.code.outlining.blocks import block


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("print(1)", "prints"),
        ("open('a', 'w')", "writes"),
        ("open('a', mode='ab')", "writes"),
        ("df.to_csv('a')", "writes"),
        ("requests.post(url)", "sends"),
        ("os.remove('a')", "sends"),
        ("plt.show()", "shows_figure"),
        ("def f():\n    print(1)\nf()", "prints"),
        ("class A:\n    def m(self): pass\nwith a:\n    c.save('x')", "writes"),
    ],
)
def test_effects(text: str, effect: str):
    assert getattr(effects_of(ast.parse(text).body), effect)


@pytest.mark.parametrize(
    "text", ["open('a')", "x = 1", "def f():\n    print(1)", "items.remove(x)", "df.drop(columns=c)"]
)
def test_no_effects(text: str):
    assert not effects_of(ast.parse(text).body).visible


@pytest.mark.parametrize(
    "text", ["import a", "x = 1", "'text'", "def f(): pass", "try:\n    import a\nexcept E:\n    a = 0"]
)
def test_definitions(text: str):
    assert only_defines(block(text).statements[0])


def test_a_call_is_no_definition():
    assert not only_defines(block("x = f()").statements[0])


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("df.head()", False, True),
        ("df", False, True),
        ("a.b[0]", False, True),
        ("f(x)", False, False),
        ("f(x)", True, True),
        ("writer.save()", True, False),
        ("Client()", True, False),
        ("'text'", True, False),
        ("{'a': [1]}", True, False),
        ("sns.barplot(data=df)", True, False),
        ("await f()", True, True),
    ],
)
def test_what_was_written_to_be_seen(text: str, last: bool, expected: bool):
    assert is_showing(ast.parse(text, mode="eval").body, last=last) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = f()", ["x"]),
        ("x = 1", []),
        ("text = ''\nfor p in pages:\n    text += p", ["text"]),
        ("rows = []\nfor p in pages:\n    rows.append(p)", ["rows"]),
        ("rows = []\nfor p in pages:\n    rows.append(p)\n    print(rows)", []),
        ("with a() as b:\n    c = b.d()", ["c"]),
        ("print(1)", []),
        ("_ = f()", []),
    ],
)
def test_results_that_nothing_uses(text: str, expected: list[str]):
    assert unused_results(list(block(text).statements)) == expected


def test_a_result_made_twice_is_a_choice():
    assert dead_stores(block("r = f(1)\nr = f(2)\n").statements) == ["r"]
    assert dead_stores(block("r = f(1)\nprint(r)\nr = f(2)\n").statements) == []
    assert dead_stores(block("r = f(1)\nr = g(r)\n").statements) == []
    assert dead_stores(block("r = [F()]\nr = [G()]\n").statements) == ["r"]


def test_a_figure_that_nothing_draws():
    assert only_saves_figure(ast.parse("plt.title('a')\nplt.savefig('b')").body)
    assert not only_saves_figure(ast.parse("df.plot()\nplt.savefig('b')").body)
    assert not only_saves_figure(ast.parse("draw(x)\nplt.savefig('b')").body)


def test_what_sets_up_logging_says_nothing():
    assert not effects_of(ast.parse("logging.basicConfig(level=1)\nlog = logging.getLogger('a')").body).visible
    assert effects_of(ast.parse("logging.info('done')").body).prints
    assert all(map(only_defines, block("import logging\nlogging.basicConfig(level=1)\n").statements))
