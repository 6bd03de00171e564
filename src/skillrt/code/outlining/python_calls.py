"""A fragment becomes a function: what it needs are its parameters, what later fragments use is what it gives."""

import ast
import re
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_edits import Places, text_of
from skillrt.code.outlining.python_effects import effects_of
from skillrt.code.outlining.python_fragments import Named, is_no_function, named_literals, results, taken_twice
from skillrt.code.outlining.python_known import import_line
from skillrt.code.outlining.python_names import identifiers, names_of
from skillrt.code.outlining.python_summary import summary_of

_MOST_PARAMETERS: Final = 6
_MOST_GIVEN: Final = 5
_MOST_CHOSEN: Final = 8
_LONGEST: Final = 200
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


_JSON_WORDS: Final = frozenset(("true", "false", "null"))
_CLASS: Final = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")


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
    literals = named_literals(block)
    if names.star or literals is None or is_no_function(block) or taken_twice(literals, block):
        return None
    imports = {name: line for name in names.missing() if (line := _import_of(name, before))}
    needed = [name for name in names.missing() if name not in imports and name not in known]
    if not 0 < len(needed) <= _MOST_PARAMETERS or any(_is_no_value(name, block, after) for name in needed):
        return None
    gives = _given(literals, block)
    name = _name(block, known | identifiers(block.tree))
    if gives is None or len(gives) > _MOST_GIVEN or not name:
        return None
    if not gives and not effects_of(nodes).visible:
        return None
    chosen = dict.fromkeys(f"{parameter}={written}" for _, parameter, written in literals)
    parameters = ", ".join((*needed, *chosen))
    if len(chosen) > _MOST_CHOSEN or len(parameters) > _LONGEST or "`" in parameters:
        return None
    lines = [f"def {name}({parameters}):", f'    """{_plain(summary_of(block))}"""']
    lines += [f"    {line}" for line in dict.fromkeys(imports.values())]
    lines += _body(block, literals)
    if gives:
        lines.append(f"    return {', '.join(gives)}")
    text = "\n".join(lines) + "\n"
    return Call(text, f"{name}({parameters})", gives) if _parses(text) else None


def _body(block: Block, literals: Sequence[Named]) -> list[str]:
    """The fragment with its parameters in place; where that changed it, as it was shown stands behind in comments."""
    if not literals:
        return _indented(block)
    places = Places(block)
    edits = [places.replace(node, parameter) for node, parameter, _ in literals]
    changed = read_block(block.index, Snippet("python", text_of(block, list(block.statements), edits)))
    if not isinstance(changed, Block):
        return ["    ("]  # it does not parse, so that there is no function
    shown = [f"    # {line}".rstrip() for line in block.text.strip("\n").split("\n")]
    return [*_indented(changed), "    # as it was shown:", *shown]


def _is_no_value(name: str, block: Block, after: Sequence[Block]) -> bool:
    """Whether a name is no thing that a caller has: a class, a function, a module, a word of JSON."""
    if name in _JSON_WORDS or _CLASS.fullmatch(name):
        return True
    imported = any(
        name in item.names.binds
        for other in after
        for item in other.statements
        if isinstance(item.node, ast.Import | ast.ImportFrom)
    )
    calls = (node.func for node in ast.walk(block.tree) if isinstance(node, ast.Call))
    return imported or any(isinstance(item, ast.Name) and item.id == name for item in calls)


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


def _given(literals: Sequence[Named], block: Block) -> tuple[str, ...] | None:
    """All that it makes, but values that are parameters; None where it is not sure to make one."""
    made = results(block)
    given = {name for _, name, _ in literals}
    return None if made is None else tuple(name for name in made if name not in given)


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
