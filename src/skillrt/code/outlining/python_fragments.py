"""Fragments that only show: with a place to be filled in, or with ways to choose among."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.outlining import literal_names
from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_roles import is_placeholder

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
