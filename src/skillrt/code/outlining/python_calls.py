"""A fragment becomes a function: what it needs are its parameters, what later fragments use is what it gives."""

import ast
import re
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_known import import_line
from skillrt.code.outlining.python_names import identifiers, names_of
from skillrt.code.outlining.python_summary import summary_of

_MOST_PARAMETERS: Final = 6
_MOST_GIVEN: Final = 4
_FEWEST_LINES: Final = 5
_UNFIT: Final = (
    ast.Await,
    ast.Return,
    ast.Yield,
    ast.YieldFrom,
    ast.Global,
    ast.Nonlocal,
    ast.AsyncFor,
    ast.AsyncWith,
)
_SMALL: Final = frozenset(
    ["a", "an", "the", "of", "for", "with", "and", "or", "to", "in", "on", "by", "step", "using", "from"]
)


class Call(msgspec.Struct, frozen=True):
    """A function: its text, its name with the parameters, and the names that it gives."""

    text: str
    called: str
    gives: tuple[str, ...]


def call_of(block: Block, before: Sequence[Block], after: Sequence[Block], known: frozenset[str]) -> Call | None:
    """The function that a fragment makes; None where it would be no gain or would not mean the same.

    `known` are names that the module has already: functions and classes of defining blocks, and functions made.
    """
    nodes = [item.node for item in block.statements]
    if not _is_worth(block, nodes) or any(isinstance(node, _UNFIT) for node in _outside_functions(nodes)):
        return None
    names = names_of(nodes)
    if names.star:
        return None
    imports = {name: line for name in names.missing() if (line := _import_of(name, before))}
    parameters = [name for name in names.missing() if name not in imports and name not in known]
    if not 0 < len(parameters) <= _MOST_PARAMETERS:
        return None
    gives = _given(block, after)
    name = _name(block, known | identifiers(block.tree))
    if len(gives) > _MOST_GIVEN or not name:
        return None
    lines = [f"def {name}({', '.join(parameters)}):", f'    """{_plain(summary_of(block))}"""']
    lines += [f"    {line}" for line in dict.fromkeys(imports.values())]
    lines += _indented(block)
    if gives:
        lines.append(f"    return {', '.join(gives)}")
    text = "\n".join(lines) + "\n"
    return Call(text, f"{name}({', '.join(parameters)})", gives) if _parses(text) else None


def _is_worth(block: Block, nodes: Sequence[ast.stmt]) -> bool:
    """Whether a call is less to write: the fragment imports something, or is not short."""
    lines = sum(1 for line in block.text.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    imports = any(isinstance(node, ast.Import | ast.ImportFrom) for node in nodes)
    return not block.transcript and (lines >= _FEWEST_LINES or (imports and lines > 1))


def _outside_functions(nodes: Sequence[ast.stmt]) -> list[ast.AST]:
    """Every node that is not inside a function or class of the fragment itself."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(nodes)
    while stack:
        node = stack.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))
    return found


def _import_of(name: str, before: Sequence[Block]) -> str:
    for block in reversed(before):
        for item in block.statements:
            if isinstance(item.node, ast.Import | ast.ImportFrom) and name in item.names.binds:
                return ast.unparse(item.node)
    return import_line(name) or ""


def _given(block: Block, after: Sequence[Block]) -> tuple[str, ...]:
    """What later fragments need of it; without any, what its last statement makes."""
    bound = names_of([item.node for item in block.statements]).binds
    needed = {name for other in after for item in other.statements for name in item.names.missing()}
    imports = [item for item in block.statements if isinstance(item.node, ast.Import | ast.ImportFrom)]
    imported = {name for item in imports for name in item.names.binds}
    wanted = tuple(name for name in bound if name in needed and name not in imported)
    if wanted:
        return wanted
    last = block.statements[-1].node if block.statements else None
    if isinstance(last, ast.Assign) and len(last.targets) == 1 and isinstance(last.targets[0], ast.Name):
        return (last.targets[0].id,)
    return ()


def _name(block: Block, taken: frozenset[str]) -> str:
    words = re.findall(r"[a-z0-9]+", summary_of(block).lower())
    kept = [word for word in words if word not in _SMALL and not word[0].isdigit()][:4]
    stem, number = "_".join(kept)[:40].strip("_"), 2
    if not stem.isidentifier():
        return ""
    name = stem
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    return name


def _plain(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")[:110]


def _indented(block: Block) -> list[str]:
    """The fragment's lines one level deeper; lines inside strings stay, since they are part of a value."""
    kept: set[int] = set()
    for node in ast.walk(block.tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if (text or isinstance(node, ast.JoinedStr)) and isinstance(node, ast.expr):
            kept.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    lines = block.text.strip("\n").split("\n")
    return [line if number in kept or not line.strip() else f"    {line}" for number, line in enumerate(lines, 1)]


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
