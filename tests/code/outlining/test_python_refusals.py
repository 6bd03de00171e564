import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_refusals import refuse
from tests.code.outlining.blocks import block


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("x = f(...)", "ellipsis-placeholder"),
        ("def f():\n    ...", "ellipsis-placeholder"),
        ("def f():\n    pass  # your code", "ellipsis-placeholder"),
        ("x = 1\n# ... more code\nprint(x)", "ellipsis-placeholder"),
        ("# Your logic here\nx = 1", "ellipsis-placeholder"),
        ("name = input('Name? ')", "interactive"),
        ("while True:\n    f()", "interactive"),
        ("server.serve_forever()", "interactive"),
        ("from . import a", "project-code"),
        ("from app.models import A", "project-code"),
        ("import your_module", "project-code"),
        ("import pytest\ndef check(): return 1", "project-code"),
        ("from django.db import models", "project-code"),
        ("@app.get('/')\ndef f(): return 1", "project-code"),
        ("def test_it():\n    assert f()", "project-code"),
        ("x = open(__file__)", "project-code"),
        ("import sys\nsys.path.insert(0, 'scripts')\nfrom reader import read", "project-code"),
        ("import site\nsite.addsitedir('lib')", "project-code"),
        ("import importlib.util\nspec = importlib.util.spec_from_file_location('a', 'a.py')", "project-code"),
        ("a = f()\n# Or with more\na2 = g()", "menu"),
        ("# Good:\nx = f()", "menu"),
        ("r = f(1)\nr = f(2)", "menu"),
        ("def load(p):\n    raise NotImplementedError('wire it up')\nprint(load(1))", "ellipsis-placeholder"),
        ("try:\n    # the work\n    pass\nexcept OSError:\n    print(1)", "ellipsis-placeholder"),
    ],
)
def test_refusals(text: str, rule: str):
    found = refuse(block(text))
    assert found is not None
    assert found[0] == rule
    assert found[1]


@pytest.mark.parametrize(
    "text",
    [
        "x = a[..., 0]",
        "def f(x: tuple[int, ...]):\n    return x",
        "while True:\n    if f(): break",
        "@dataclass\nclass A:\n    x: int",
        "import app_store",
        "# Order of columns\nx = f()",
        "# Before merging, sort\nx = f()",
        "class A:\n    def f(self):\n        raise NotImplementedError\nclass B(A):\n    x = 1",
        "try:\n    f()\nexcept OSError:\n    pass",
    ],
)
def test_what_is_not_refused(text: str):
    assert refuse(block(text)) is None


def test_a_skeleton_is_still_to_be_written():
    found = refuse(block("x = f()"))
    assert found is None
    skeleton = read_block(0, Snippet("python", "x = f()\n", "", "Script skeleton"))
    assert isinstance(skeleton, Block)
    assert refuse(skeleton) == (
        "ellipsis-placeholder",
        "the text around it calls it a form for code that is still to be written",
    )
