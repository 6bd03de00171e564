"""Fragments that only show: with a place to be filled in, or with ways to choose among."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.outlining import literal_names
from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_effects import called
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_roles import is_placeholder

_DEFINITION: Final = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_MODEL_PLACE: Final = re.compile(r"(?i)(?:model|repo|dataset|user|org|project)[-_/](?:id|name)\Z|<[^<>]{1,60}>")


def holds_placeholder(tree: ast.AST) -> bool:
    """Whether a string only says what belongs there: code with it fails as it stands."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return any(
        len(text) < 300
        and (
            is_placeholder(text)
            or literal_names.is_placeholder(text)
            or literal_names.is_secret_value(text)
            or _MODEL_PLACE.search(text) is not None
        )
        for text in texts
    )


def are_alternatives(block: Block) -> bool:
    """Whether the fragment is a row of commented parts of which none uses what one before it made."""
    groups = list(_groups(block))
    if len(groups) < 2:
        return False
    made: set[str] = set()
    for group in groups:
        if made & set(names_of(group).missing()):
            return False
        made.update(names_of([node for node in group if not isinstance(node, ast.Import | ast.ImportFrom)]).binds)
    return True


def does_again(block: Block) -> bool:
    """Whether two statements print the same thing, or compute two variables and more in the same way: the job is
    shown for one thing and then for another."""
    printed: set[str] = set()
    made: set[str] = set()
    repeated: set[str] = set()
    for item in block.statements:
        nodes = [] if isinstance(item.node, _DEFINITION | ast.If | ast.Try) else list(ast.walk(item.node))
        shown = {ast.dump(node) for node in nodes if isinstance(node, ast.Call) and _prints(node)}
        if printed & shown:
            return True
        computed = {found for node in nodes if (found := _computed(node))}
        printed |= shown
        repeated |= made & computed
        made |= computed
    return len(repeated) > 1


def _prints(node: ast.Call) -> bool:
    """Whether a call prints something that was computed."""
    names = [part for item in node.args for part in ast.walk(item) if isinstance(part, ast.Name)]
    return called(node) in ("print", "pprint") and bool(names)


def _computed(node: ast.AST) -> str:
    """`name = call`, where the variable does not build on itself."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return ""
    target, call = node.targets[0], node.value
    used = {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
    return f"{target.id} {called(call)}" if isinstance(target, ast.Name) and target.id not in used else ""


def _groups(block: Block) -> Iterator[list[ast.stmt]]:
    """The statements under each comment of the fragment's own level."""
    lines = block.text.split("\n")
    group: list[ast.stmt] = []
    for item in block.statements:
        above = item.node.lineno - 2
        if above >= 0 and lines[above].lstrip().startswith("#"):
            if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in group):
                yield group
            group = []
        group.append(item.node)
    if group and not all(isinstance(node, ast.Import | ast.ImportFrom) for node in group):
        yield group
