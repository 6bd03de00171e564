"""Which names a piece of Python takes from elsewhere, which it sets, and which objects it may change."""

import ast
import builtins
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.code.syntax import parse_python
from skillrt.passes.concurrency.words import words

_BUILTIN: Final = frozenset(dir(builtins))


class Names(msgspec.Struct, frozen=True):
    """`free` are names used before the piece sets them, `sets` those it assigns, defines or imports (`imports` too),
    `changes` those whose objects it may change: assigned into, called on, handed to a call."""

    free: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()


@lru_cache(maxsize=2048)
def names_of(text: str) -> Names | None:
    """The names of a text; None where it is not Python."""
    tree = parse_python(text)
    if tree is None:
        return None
    try:
        return _read(tree)
    except RecursionError:
        return None


def _read(tree: ast.Module) -> Names:
    free: set[str] = set()
    sets: set[str] = set()
    imports: set[str] = set()
    changes: set[str] = set()
    for statement in tree.body:
        loads, stores = _occurrences(statement)
        local = stores if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else set[str]()
        # what a loop or a condition sets may be what it uses further down
        inside = stores if isinstance(statement, ast.For | ast.While | ast.If | ast.With | ast.Try) else local
        free |= loads - sets - imports - _BUILTIN - inside
        if isinstance(statement, ast.Import | ast.ImportFrom):
            imports |= stores
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            sets.add(statement.name)
        else:
            sets |= stores
        changes |= _changed(statement)
    return Names(frozenset(free), frozenset(sets), frozenset(imports), frozenset(changes - imports))


def _occurrences(statement: ast.stmt) -> tuple[set[str], set[str]]:
    loads: set[str] = set()
    stores: set[str] = set()
    bound: set[str] = set()  # what comprehensions and lambdas bind
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (loads if isinstance(node.ctx, ast.Load) else stores).add(node.id)
            if isinstance(statement, ast.AugAssign) and node is statement.target:
                loads.add(node.id)
        elif isinstance(node, ast.alias):
            stores.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.comprehension):
            bound.update(item.id for item in ast.walk(node.target) if isinstance(item, ast.Name))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            stores.add(node.name)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return loads - bound, stores - bound


def _changed(statement: ast.stmt) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and not _only_reads(node.func):
            if isinstance(node.func, ast.Attribute):
                found.add(base_name(node.func.value))
            found.update(base_name(item) for item in (*node.args, *(word.value for word in node.keywords)))
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found.add(base_name(node))
    return found - {""}


def _only_reads(called: ast.expr) -> bool:
    """Whether what is called is named for what it looks up: `client.search(name)`, `load_table(path)`."""
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name.partition("_")[0] in words("loop", "reads")


def base_name(node: ast.expr) -> str:
    """The name that an attribute or item hangs on; empty where there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
