"""Constant folding for Python: what an expression is, as far as that is plain from the text."""

import ast
import re
from collections.abc import Callable
from typing import cast

from skillrt.code.readers.argparse_parts import UNKNOWN, items_of

_MAX_ITEMS = 2000
_WRAPPERS = frozenset(("list", "tuple", "sorted", "set", "frozenset"))
_CHANGED = (
    r"\b{0}(?:\.(?:append|extend|update|add|insert|setdefault|pop|remove|clear)\(|\s*[+|&-]=|\[[^\]\n]*\]\s*=(?!=))"
)

Lookup = Callable[[ast.expr], object]


def fold(node: ast.expr, lookup: Lookup) -> object:
    """The value of a literal display, a sum of lists, `list(...)`, `D.keys()`; UNKNOWN otherwise.

    Lists and sets fold to lists, tuples to tuples, dicts to dicts. Names and all else go to `lookup`.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Set):
        return _items(node.elts, lookup)
    if isinstance(node, ast.Tuple):
        items = items_of(_items(node.elts, lookup))
        return UNKNOWN if items is None else tuple(items)
    if isinstance(node, ast.Dict):
        return _dict(node, lookup)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _sum(lookup(node.left), lookup(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        return -value if isinstance(value, int | float) else UNKNOWN
    return UNKNOWN


def fold_call(node: ast.Call, lookup: Lookup) -> object:
    """`list(X)`, `sorted(X)`, `X.keys()`, `range(n)`; UNKNOWN for any other call."""
    function = node.func
    if isinstance(function, ast.Attribute) and not node.args:
        return _view(lookup(function.value), function.attr)
    if not isinstance(function, ast.Name) or node.keywords:
        return UNKNOWN
    if function.id in _WRAPPERS and len(node.args) == 1:
        items = items_of(lookup(node.args[0]))
        return UNKNOWN if items is None else items
    if function.id == "range":
        return _range([lookup(item) for item in node.args])
    return UNKNOWN


def _view(value: object, name: str) -> object:
    """`D.keys()`, `D.values()`, `D.items()`, `X.copy()`."""
    if name == "copy":
        return value
    if not isinstance(value, dict):
        return UNKNOWN
    pairs = list(cast("dict[object, object]", value).items())
    if name == "items":
        return pairs
    if name in ("keys", "values"):
        return [pair[name == "values"] for pair in pairs]
    return UNKNOWN


def _range(bounds: list[object]) -> object:
    numbers = [bound for bound in bounds if isinstance(bound, int)]
    if not 1 <= len(numbers) <= 3 or len(numbers) < len(bounds) or (len(numbers) == 3 and not numbers[2]):
        return UNKNOWN
    found = range(*numbers)
    return list(found) if len(found) <= _MAX_ITEMS else UNKNOWN


def _items(elements: list[ast.expr], lookup: Lookup) -> object:
    if len(elements) > _MAX_ITEMS:
        return UNKNOWN
    found: list[object] = []
    for element in elements:
        if isinstance(element, ast.Starred):
            items = items_of(lookup(element.value))
            if items is None:
                return UNKNOWN
            found.extend(items)
        else:
            found.append(lookup(element))
    return found


def _dict(node: ast.Dict, lookup: Lookup) -> object:
    if len(node.keys) > _MAX_ITEMS:
        return UNKNOWN
    found: dict[object, object] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        name = lookup(key) if key is not None else UNKNOWN
        if not isinstance(name, str | int):
            return UNKNOWN
        found[name] = lookup(value)
    return found


def _sum(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        parts = items_of(cast("object", left)), items_of(cast("object", right))
        return [*(parts[0] or []), *(parts[1] or [])]
    return UNKNOWN


def is_changed(name: str, text: str) -> bool:
    """Whether a collection called `name` is changed in place somewhere, so that its display is not all."""
    return name in text and re.search(_CHANGED.format(re.escape(name)), text) is not None
