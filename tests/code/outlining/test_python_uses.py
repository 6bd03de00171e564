import ast

import pytest

from skillrt.code.outlining.python_uses import Uses


def use_of(text: str) -> str | None:
    """The use of the first string of the text."""
    tree = ast.parse(text)
    uses = Uses(tree.body)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return uses.path_use(min(strings, key=lambda node: (node.lineno, node.col_offset)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open('a')", "input-file"),
        ("open('a', 'wb')", "output-file"),
        ("open(file='a', mode='w')", "output-file"),
        ("from pathlib import Path\nPath('a').read_text()", "input-file"),
        ("from pathlib import Path\nPath('a').write_text(b)", "output-file"),
        ("from pathlib import Path\nPath('a').open('w')", "output-file"),
        ("from pathlib import Path\np = Path('a')\nfor f in p.glob('*'): pass", "folder"),
        ("from pathlib import Path\nd = Path('a')\nx = open(d / 'b')", "folder"),
        ("from pathlib import Path\nd = Path('a')\n(d / 'b').write_text('c')", "output-file"),
        ("import pandas as pd\nname = 'a'\ndf = pd.read_csv(name)", "input-file"),
        ("name = 'a'\ndf.to_csv(path_or_buf=name)", "output-file"),
        ("f('a')\ndef f(path):\n    return open(path)\n", "input-file"),
        ("f(p='a')\ndef f(p):\n    return open(p, 'w')\n", "output-file"),
        ("for n in ['a', 'b']:\n    open(n)", "input-file"),
        ("files = ['a', 'b']\nfor i, n in enumerate(files):\n    open(n)", "input-file"),
        ("load_thing('a')", "input-file"),
        ("write_thing('a')", "output-file"),
        ("store.open_it('a', mode='a')", "output-file"),
        ("x = 'a'\nprint(x)", None),
    ],
)
def test_what_a_path_is_for(text: str, expected: str | None):
    assert use_of(text) == expected


def test_a_value_that_goes_in_a_circle_ends():
    assert use_of("a = 'x'\nb = a\na = b\n") is None


def test_the_parameter_that_an_argument_goes_to():
    tree = ast.parse("def f(a, b): pass\nf(1, b=2)")
    uses = Uses(tree.body)
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert uses.parameter_name(call, call.args[0]) == "a"
    assert uses.parameter_name(call, call.keywords[0]) == "b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import os\nif os.path.exists('a'):\n    open('a')", True),
        ("from pathlib import Path\np = Path('a')\nif p.exists():\n    open(p)", True),
        ("from pathlib import Path\np = Path('a')\nif not p.exists():\n    raise ValueError\nopen(p)", False),
        ("open('a')", False),
        ("from pathlib import Path\np = Path('a')\nif (p / 'b').exists():\n    open(p / 'b')", False),
    ],
)
def test_code_that_copes_with_nothing_being_there(text: str, expected: bool):
    tree = ast.parse(text)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert Uses(tree.body).is_asked_for(min(strings, key=lambda node: node.lineno)) is expected
