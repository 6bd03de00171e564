"""The same text in several places is one input: what is given once must arrive everywhere."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_closure import Closure
from skillrt.code.outlining.python_literals import Literal
from skillrt.code.outlining.python_uses import Uses

_TELLING = re.compile(r"[^A-Za-z_]")


def with_repeats(closure: Closure, found: Sequence[Literal], uses: Uses) -> list[Literal]:
    """The literals, and those that repeat one of them word for word; one role for all of them.

    Only of texts that cannot be the same by chance: with a blank, a digit or a sign in them.
    """
    first: dict[str, Literal] = {}
    for item in found:
        if isinstance(item.value, str) and item.kind != "secret" and _is_telling(item.value):
            known = first.setdefault(item.value, item)
            first[item.value] = _surer(known, item)
    taken = {id(part) for item in found for part in ast.walk(item.node)}
    found = _without_conflicts(closure, found, taken, uses)
    same = [_as(first.get(item.value) if isinstance(item.value, str) else None, item) for item in found]
    for block, node in _strings(closure):
        known = first.get(str(node.value))
        if known is not None and id(node) not in taken and _may_follow(node, uses):
            same.append(_at(known, block, node))
    return same


def _without_conflicts(closure: Closure, found: Sequence[Literal], taken: set[int], uses: Uses) -> list[Literal]:
    """Without those texts that code elsewhere also means and cannot be told from a mere likeness."""
    texts = {item.value for item in found if item.kind == "text" and isinstance(item.value, str)}
    doubtful: set[str] = set()
    for _, node in _strings(closure):
        parent = uses.parents.get(id(node))
        text = str(node.value)
        if text in texts and id(node) not in taken and isinstance(parent, ast.Subscript | ast.Compare):
            doubtful.update([text] if isinstance(parent, ast.Subscript) or not _is_telling(text) else [])
    return [item for item in found if item.kind != "text" or item.value not in doubtful]


def _surer(first: Literal, other: Literal) -> Literal:
    """The one that tells more about a path; one place that copes with nothing being there speaks for all."""
    told = other if first.is_path and other.sure and not first.sure else first
    return replace(told, asked=True) if first.asked or other.asked else told


def _is_telling(text: str) -> bool:
    return len(text) >= 4 and _TELLING.search(text) is not None


def _as(first: Literal | None, item: Literal) -> Literal:
    if first is None or item.kind == "secret" or item.is_path != first.is_path:
        return item
    return _at(first, item.block, item.node)


def _at(first: Literal, block: Block, node: ast.expr) -> Literal:
    return replace(first, block=block, node=node)


def _strings(closure: Closure) -> Iterator[tuple[Block, ast.Constant]]:
    for block, statement in closure.parts:
        for node in ast.walk(statement.node):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield block, node


def _may_follow(node: ast.Constant, uses: Uses) -> bool:
    """Whether a string may be replaced: it is no docstring, key, pattern or part of an f-string."""
    parent = uses.parents.get(id(node))
    above = uses.above(node)
    if any(isinstance(item, ast.JoinedStr | ast.match_case | ast.arguments) for item in above):
        return False
    if isinstance(parent, ast.Dict):
        return any(item is node for item in parent.values)
    return parent is not None and not isinstance(parent, ast.Expr | ast.Subscript | ast.AnnAssign | ast.arg)
