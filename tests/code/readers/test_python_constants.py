import ast

from skillrt.code.readers.python_constants import choices_of, constant, keyword


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def test_constants():
    assert constant(expression("-1")) == -1
    assert constant(expression("f()")) is None
    call = expression("f(a=1, b=g)")
    assert isinstance(call, ast.Call)
    assert (keyword(call, "a"), keyword(call, "b"), keyword(None, "a")) == (1, None, None)
    assert choices_of(expression("['a', 'b']")) == ("a", "b")
    assert choices_of(expression("['a', b]")) is None
