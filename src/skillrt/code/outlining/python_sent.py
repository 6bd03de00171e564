"""What a program sends away: each value of it has to be given anew, none has a default or is built in."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from skillrt.code.outlining.python_effects import sends
from skillrt.code.outlining.python_known import known
from skillrt.code.outlining.python_literals import Literal

# how something is sent, not what
_MANNER: Final = frozenset(("headers", "timeout", "auth", "verify", "cookies", "stream", "allow_redirects", "cert"))
_OWN_PLACE: Final = re.compile(r"/\d{2,}(?=/|\Z)")
_OWN: Final = ("text", "integer", "number")


def without_defaults(literals: Sequence[Literal], nodes: Iterable[ast.stmt]) -> list[Literal]:
    """The literals, those required that are sent, and an address that names one thing of the example's account."""
    sent = {id(node) for node in _sent(list(nodes))}
    return [replace(item, required=True) if id(item.node) in sent and _is_own(item) else item for item in literals]


def sends_sample(nodes: Iterable[ast.stmt], chosen: Collection[int]) -> bool:
    """Whether a value of a dict that is sent is written out and no option sets it."""
    return any(
        isinstance(value, ast.Constant) and not isinstance(value.value, bool | type(None)) and id(value) not in chosen
        for node in _sent(list(nodes))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if not (isinstance(key, ast.Constant) and str(key.value).lower() in known().stays)
    )


def _is_own(item: Literal) -> bool:
    if item.kind == "url":
        return _OWN_PLACE.search(str(item.value).partition("://")[2]) is not None
    return item.kind in _OWN


def _sent(nodes: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of what calls that send are given, and of the variables that hold it."""
    every = [node for root in nodes for node in ast.walk(root)]
    held: dict[str, list[ast.expr]] = {}
    for node in every:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            held.setdefault(node.targets[0].id, []).append(node.value)
    todo: list[ast.AST] = [
        item for node in every if isinstance(node, ast.Call) and sends(node) for item in _given(node)
    ]
    seen: set[str] = set()
    while todo:
        for node in ast.walk(todo.pop()):
            yield node
            if isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                todo += [value for value in held.get(node.id, ()) if isinstance(value, ast.Dict | ast.Constant)]


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(item.value for item in call.keywords if item.arg not in _MANNER)]
