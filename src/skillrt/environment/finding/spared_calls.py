"""Parts of a Python program that it does without where what they start is not there."""

import ast
import re
from collections.abc import Iterator
from typing import Final

_LACKING: Final = frozenset(("FileNotFoundError", "OSError"))
_ENDS: Final = frozenset(("exit", "_exit", "quit", "die", "fail", "abort", "error", "fatal", "bail"))
# what is said where somebody has to bring it first
_WANTED: Final = re.compile(r"\b(?:error|install\w*|require[ds]?|must|need(?:s|ed)?|please|fail\w*)\b", re.I)


def spared(tree: ast.Module) -> frozenset[int]:
    """The ids (`id()`) of the nodes below a `try` that catches a program which is not there, and goes on."""
    return frozenset(id(node) for part in ast.walk(tree) if isinstance(part, ast.Try) for node in _spared(part))


def _spared(node: ast.Try) -> Iterator[ast.AST]:
    catching = next((item for item in node.handlers if _catches(item)), None)
    if catching is None or any(map(_gives_up, _below(catching))):
        return
    for item in node.body:
        yield from ast.walk(item)


def _catches(handler: ast.ExceptHandler) -> bool:
    """Whether the handler is for a missing program by name; one for whatever goes wrong says nothing of programs."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _LACKING for kind in kinds)


def _below(handler: ast.ExceptHandler) -> Iterator[ast.AST]:
    for item in handler.body:
        yield from ast.walk(item)


def _gives_up(node: ast.AST) -> bool:
    """Whether it ends the program, says that the program is wanted, or leaves the word to the caller."""
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.Return):
        return node.value is not None
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _WANTED.search(node.value) is not None
    named = node.func if isinstance(node, ast.Call) else None
    return (named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")) in _ENDS
