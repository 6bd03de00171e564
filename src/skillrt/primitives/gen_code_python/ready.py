"""What one has to know to take a Python block as it stands: what it needs from before, and what changes in it."""

import ast
from typing import Final

import msgspec

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_known import import_line, is_file, is_folder, is_url
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_refusals import refuse
from skillrt.code.outlining.python_roles import is_placeholder

_MOST: Final = 8
_LONGEST: Final = 60
# blocks that another program, the user's project or a person has to complete
_OPEN: Final = frozenset({"ellipsis-placeholder", "project-code", "interactive"})


class Ready(msgspec.Struct, frozen=True):
    """`needs` are names that other code has to give, `changes` values that stand for the user's own, as written."""

    needs: tuple[str, ...]
    changes: tuple[str, ...]


def ready(snippet: Snippet) -> Ready | None:
    """What to put in; None where the block is not whole, or too much of it changes."""
    block = read_block(0, snippet)
    if not isinstance(block, Block):
        return None
    refused = refuse(block)
    if refused is not None and refused[0] in _OPEN:
        return None
    missing = names_of([item.node for item in block.statements]).missing()
    needs = tuple(name for name in missing if not import_line(name))
    changes = tuple(dict.fromkeys(repr(text) for text in _values(block)))
    if len(needs) > _MOST or len(changes) > _MOST or any("`" in text for text in changes):
        return None
    return Ready(needs, changes)


def _values(block: Block) -> list[str]:
    """Text in the code that stands for something of the user's: files, addresses, placeholders."""
    return [
        node.value
        for node in ast.walk(block.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and 0 < len(node.value) <= _LONGEST
        and "\n" not in node.value
        and (is_file(node.value) or is_url(node.value) or is_folder(node.value) or is_placeholder(node.value))
    ]
