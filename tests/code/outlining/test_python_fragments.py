import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_fragments import are_alternatives, does_again, holds_placeholder


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


def test_the_same_job_done_again():
    twice = (
        "page = load(0)\nimage = page.draw()\nfor name in names:\n    page = load(name)\n    image = page.draw()\n"
    )
    assert does_again(block(twice))
    assert does_again(block("x = f(a)\nprint(x)\nwith g(b) as y:\n    x = h(y)\n    print(x)\n"))
    assert not does_again(block("r = get(a)\nprint(r.a)\nr = get(b)\nprint(r.b)\n"))
    assert not does_again(block("print('-' * 9)\nt = sort(t)\nprint('-' * 9)\nt = sort(t)\n"))
