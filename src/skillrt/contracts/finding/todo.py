"""What is left to be filled in: a skill made from a template and not finished."""

import re
from typing import Final

from skillrt.contracts.lines import TodoLine
from skillrt.errors import Place
from skillrt.ir import Module

_LEFT: Final = re.compile(
    r"^[ \t>|*+#-]{0,12}(?:<!--[ \t]*)?(?:\*{0,2}[A-Za-z][\w -]{0,40}:\*{0,2}[ \t]{0,4})?[\"'\[*_(]{0,3}"
    r"(?:TODO|TBD|FIXME)\b(?![`\"'])",
    re.M,
)
_LEAST: Final = 3


def lines_left(module: Module, skill: str) -> list[tuple[TodoLine, Place]]:
    """One line where at least a few lines of SKILL.md begin with `TODO`, code blocks left out."""
    document = module.documents[0] if module.documents else None
    found = 0
    first = 0
    for leaf in document.every_leaf if document is not None else ():
        if leaf.kind == "code":
            continue
        for item in _LEFT.finditer(leaf.text):
            first = first or leaf.span.line + leaf.text.count("\n", 0, item.start())
            found += 1
    if document is None or found < _LEAST:
        return []
    return [(TodoLine(skill=skill, lines=found), Place(document.path, first))]
