import pytest

from skillrt.code.outlining.python_literals import literals_of
from skillrt.code.outlining.python_repeats import with_repeats
from skillrt.code.outlining.python_uses import Uses
from tests.code.outlining.blocks import closure, only_program


def roles(text: str) -> list[tuple[object, str]]:
    whole = closure(text)
    uses = Uses([statement.node for statement in whole.statements])
    return [(item.value, item.role) for item in with_repeats(whole, literals_of(whole, uses), uses)]


def test_a_text_that_is_compared_elsewhere_follows():
    found = roles("if 'my-index' not in names:\n    c.create(name='my-index')\ni = c.open('my-index')")
    assert found == [("my-index", "name")] * 3


@pytest.mark.parametrize(
    "text", ["f(title='Sales')\nx = {'Sales': g('Sales')}", "f(title='a b')\nprint(f'a b {c}')\n'a b'"]
)
def test_what_may_be_the_same_by_chance_or_is_part_of_another_stays(text: str):
    assert len(roles(text)) == 1


def test_a_given_path_arrives_everywhere():
    text = only_program("import os\nopen('a.txt', 'w').close()\nprint(os.stat('a.txt').st_size)").text
    assert "'a.txt'" not in text.split("args = parse_args()")[1]


def test_a_text_that_is_also_a_key_stays():
    assert roles("w.create(title='Sales')\nx = w['Sales']") == []
    assert roles("book = f()\nbook.create_sheet('Sales')\nx = book.sheets['Sales']") == [("Sales", "sheet")] * 2
