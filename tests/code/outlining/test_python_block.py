import pytest

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import MAX_BLOCK, Block, Unreadable, read_block
from tests.code.outlining.blocks import block


def rule(text: str) -> str:
    found = read_block(0, Snippet("python", text))
    assert isinstance(found, Unreadable)
    return found.rule


def test_prompts_and_answers_go():
    found = block(">>> x = 2\n>>> for i in range(x):\n...     print(i)\n0\n1\n>>> x\n2\n")
    assert found.text == "x = 2\nfor i in range(x):\n    print(i)\nx\n"
    assert found.transcript


def test_notebook_cells_lose_their_marks():
    assert block("In [1]: x = 1\nIn [2]: x\nOut[2]: 1\n").text == "x = 1\nx\n"


def test_shared_indentation_and_line_ends_go():
    assert block("    a = 1\r\n    b = a\r\n").text == "a = 1\nb = a\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = = 1", "syntax-error"),
        ("return 1", "syntax-error"),
        ("a\0b", "syntax-error"),
        ("!pip install x\nimport x", "interactive"),
        ("%matplotlib inline", "interactive"),
        ("# only a comment", "no-effect"),
        ("   \n", "no-effect"),
        ("x = 1\n" * MAX_BLOCK, "too-large"),
        ("(" * 5000, "syntax-error"),
        (f"x = 0x{'f' * 6000}", "syntax-error"),
    ],
)
def test_what_cannot_be_read(text: str, expected: str):
    assert rule(text) == expected


def test_await_may_stand_outside_functions():
    assert isinstance(read_block(0, Snippet("python", "await f()")), Block)


def test_lone_surrogates_are_no_trouble():
    assert block('x = "\ud800"').text == 'x = "?"\n'
