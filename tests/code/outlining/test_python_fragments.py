import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_fragments import (
    are_alternatives,
    holds_placeholder,
    is_no_function,
    named_literals,
    results,
    taken_twice,
)


def block(text):
    found = read_block(0, Snippet("python", text))
    assert isinstance(found, Block)
    return found


@pytest.mark.parametrize("text", ["model-id", "<from the list>", "your-name", "path/to/rows.csv", "org/name/<id>"])
def test_placeholders(text):
    assert holds_placeholder(block(f"x = load({text!r})\n").tree)


def test_a_real_value_is_no_placeholder():
    assert not holds_placeholder(block("x = load('linear')\n").tree)


def test_commented_parts_that_do_not_build_on_each_other_are_alternatives():
    assert are_alternatives(block("# csv\nframe.to_csv(name)\n# json\nframe.to_json(name)\n"))
    assert not are_alternatives(block("# load\nrows = load(name)\n# sum\nprint(sum(rows))\n"))
    assert not are_alternatives(block("rows = load(name)\nprint(rows)\n"))


def test_fixed_tables_and_lost_values_make_no_function():
    assert is_no_function(block("db.run('DELETE FROM orders WHERE day < 3')\n"))
    assert is_no_function(block("model.predict(rows)\n"))
    assert is_no_function(block("first.to_csv(name)\nsecond.to_csv(other)\n"))
    assert not is_no_function(block("labels = model.predict(rows)\n"))


def test_literals_with_a_name_become_parameters():
    found = named_literals(block("size = 50\nmodel = Model(kind='a', size=size)\nprint('done', model)\n"))
    assert found is not None
    assert [(name, written) for _, name, written in found] == [("size", "50"), ("kind", "'a'")]


@pytest.mark.parametrize(
    "text", ["x = load('iris')\n", "x = f(grid=[3, 5])\n", "x = f(n=3) + g(n=5)\n", "x = t['a']\n"]
)
def test_a_literal_without_a_name_of_its_own_keeps_the_fragment(text):
    assert named_literals(block(text)) is None


def test_every_name_that_is_surely_made_is_a_result():
    assert results(block("import os\na, b = f(x)\nfor i in b:\n    c = i\nwith o(a) as s:\n    d = s.read()\n")) == (
        "a",
        "b",
        "d",
    )
    assert results(block("if x:\n    a = 1\n")) is None


def test_a_parameter_does_not_get_in_the_way_of_a_name():
    def clash(text):
        found = block(text)
        return taken_twice(named_literals(found) or (), found)

    assert clash("x = f(data, data=3)\n") is True
    assert clash("n = 3\nx = f(n)\n") is False
