"""Which Python blocks can be copied as they stand: whole functions and classes, with what they import."""

import ast
from typing import Final

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_refusals import refuse
from skillrt.code.outlining.python_roles import is_placeholder

# blocks that another program, the user's project or a person has to complete
_OPEN: Final = frozenset({"ellipsis-placeholder", "project-code", "interactive"})
_DEFINES: Final = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def ready(snippet: Snippet) -> bool:
    """Whether nothing in the block has to change: it only defines, and no name is missing."""
    block = read_block(0, snippet)
    if not isinstance(block, Block) or not all(isinstance(item, _DEFINES) for item in block.tree.body):
        return False
    refused = refuse(block)
    if refused is not None and refused[0] in _OPEN:
        return False
    texts = (node.value for node in ast.walk(block.tree) if isinstance(node, ast.Constant))
    if any(isinstance(text, str) and is_placeholder(text) for text in texts):
        return False
    return not names_of([item.node for item in block.statements]).missing()
