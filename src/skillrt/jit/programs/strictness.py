"""Does a program compare with a number of the request strictly (`>`), or with the number included (`>=`)?

Data seldom tell the two apart; requests ("over 80", "at least 80") always do.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final, Literal

from skillrt.code.syntax import parse_python
from skillrt.jit.actions import Action
from skillrt.jit.programs.shell_sites import python_texts

Strictness = Literal["strict", "included"]
# methods and functions of libraries that compare
_NAMED: Final[dict[str, Strictness]] = {
    "gt": "strict", "lt": "strict", "ge": "included", "le": "included", "greater": "strict", "less": "strict",
    "greater_equal": "included", "less_equal": "included",
}  # fmt: skip
_TEXTUAL: Final = re.compile(r"(?<![<>=-])([<>]=?)(?![<>=])\s*['\"]?(-?\d[\d.]*)")


def strictness(actions: tuple[Action, ...], numbers: frozenset[str]) -> frozenset[Strictness]:
    """How the actions compare with any of `numbers`; empty where they do not."""
    wanted = frozenset(float(number) for number in numbers if _is_number(number))
    found: set[Strictness] = {kind for action in actions for kind in _of_text(action, wanted)}
    return frozenset(found)


def _of_text(action: Action, wanted: frozenset[float]) -> Iterator[Strictness]:
    programs = python_texts(action.text) if action.kind == "shell" else [(0, len(action.text))]
    rest = action.text
    for low, high in reversed(programs):
        tree = parse_python(action.text[low:high])
        if tree is not None:
            yield from _of_tree(tree, wanted)
            rest = rest[:low] + rest[high:]
    yield from _of_words(rest, wanted)


def _of_words(text: str, wanted: frozenset[float]) -> Iterator[Strictness]:
    for match in _TEXTUAL.finditer(text):
        if _is_number(match[2]) and float(match[2]) in wanted:
            kind: Strictness = "included" if "=" in match[1] else "strict"
            yield kind


def _of_tree(tree: ast.Module, wanted: frozenset[float]) -> Iterator[Strictness]:
    named = {
        node.targets[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _value(node.value) in wanted
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _of_words(node.value, wanted)  # a query of a library
        if isinstance(node, ast.Call):
            yield from _of_call(node, wanted, named)
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        if any(_value(side) in wanted or (isinstance(side, ast.Name) and side.id in named) for side in sides):
            for op in node.ops:
                if isinstance(op, ast.Gt | ast.GtE | ast.Lt | ast.LtE):
                    yield _kind(op)


def _of_call(node: ast.Call, wanted: frozenset[float], named: set[str]) -> Iterator[Strictness]:
    """`column.gt(80)`, `numpy.greater(column, 80)`."""
    kind = _NAMED.get(node.func.attr) if isinstance(node.func, ast.Attribute) else None
    if kind and any(
        _value(item) in wanted or (isinstance(item, ast.Name) and item.id in named) for item in node.args
    ):
        yield kind


def _kind(op: ast.cmpop) -> Strictness:
    return "included" if isinstance(op, ast.GtE | ast.LtE) else "strict"


def _value(node: ast.expr) -> float | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _value(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str) and _is_number(str(node.value)):
        return float(node.value)
    return None


def _is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False
