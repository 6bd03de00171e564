"""Data, texts and numbers of an example that a program would hold for good: rows, arrays, what a keyword says."""

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from skillrt.code.outlining.python_effects import called
from skillrt.code.outlining.python_known import is_url, known

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MAKERS: Final = frozenset(("array", "asarray", "Series", "DataFrame", "tensor", "as_tensor", "matrix"))
_SHOWN: Final = frozenset(("print", "pprint", "show", "exit", "sleep", "round", "range"))
_PHRASE: Final = 3


def holds_sample(node: ast.AST, chosen: Collection[int]) -> bool:
    """Whether a node is data of the example, of which nothing became an option: rows with values, a table of numbers,
    an array, a text that is repeated to fill a page."""
    if id(node) in chosen:
        return False
    if isinstance(node, ast.List | ast.Tuple):
        return _is_table(node) or any(isinstance(item, ast.Dict) and _is_row(item, chosen) for item in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return any(_is_phrase(side) and id(side) not in chosen for side in (node.left, node.right))
    if isinstance(node, ast.Call) and called(node) in _MAKERS:
        return any(_is_numbers(part) and id(part) not in chosen for item in node.args for part in _inside(item))
    return False


def says_something(node: ast.AST, chosen: Collection[int]) -> bool:
    """Whether a keyword argument is given a text of several words, an address or a condition that no option sets."""
    if not isinstance(node, ast.keyword) or node.arg is None or node.arg.lower() in known().stays:
        return False
    value = node.value
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str) or id(value) in chosen:
        return False
    return " " in value.value.strip() or is_url(value.value) or "__" in node.arg.strip("_")


def runs_on_sample(nodes: Iterable[ast.stmt]) -> bool:
    """Of a program without any option: whether a call is given a value that is written out."""
    return any(
        isinstance(item, ast.Constant) and _is_value(item.value)
        for root in nodes
        for node in ast.walk(root)
        if isinstance(node, ast.Call) and called(node) not in _SHOWN
        for item in _given(node)
    )


def own_level(root: ast.stmt) -> Iterator[ast.AST]:
    """What runs as it stands: a statement's nodes, of a function only where it takes nothing."""
    if isinstance(root, ast.ClassDef | ast.Import | ast.ImportFrom):
        return iter(())
    if isinstance(root, Function) and any(_parameters(root)):
        return iter(())
    return ast.walk(root)


def _parameters(node: Function) -> Sequence[object]:
    given = node.args
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(item.value for item in call.keywords if (item.arg or "").lower() not in known().stays)]


def _is_value(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return (isinstance(value, str) and len(value) > 1) or (isinstance(value, int | float) and abs(value) > 1)


def _is_phrase(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value.split()) > _PHRASE


def _is_table(node: ast.List | ast.Tuple) -> bool:
    return len(node.elts) > 1 and all(_is_numbers(item) for item in node.elts)


def _is_numbers(node: ast.AST) -> bool:
    if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) < 2:
        return False
    parts = [item.operand if isinstance(item, ast.UnaryOp) else item for item in node.elts]
    return all(isinstance(item, ast.Constant) and isinstance(item.value, int | float) for item in parts)


def _inside(node: ast.expr) -> Iterator[ast.AST]:
    """A list and what lies in it, and the values of a dict."""
    stack: list[ast.AST] = [node]
    while stack:
        item = stack.pop()
        yield item
        stack += item.values if isinstance(item, ast.Dict) else item.elts if isinstance(item, ast.List) else []


def _is_row(node: ast.Dict, chosen: Collection[int]) -> bool:
    """Whether a dict in a list holds a value under a key that does not only say what the row is."""
    for key, value in zip(node.keys, node.values, strict=True):
        fixed = isinstance(key, ast.Constant) and str(key.value).lower() in known().stays
        if isinstance(value, ast.Dict):
            if _is_row(value, chosen):
                return True
        elif not fixed and isinstance(value, ast.Constant) and _is_told(value.value) and id(value) not in chosen:
            return True
    return False


def _is_told(value: object) -> bool:
    """Whether a value of a row says something: a text, a number."""
    return not isinstance(value, bool) and value is not None and value != ""
