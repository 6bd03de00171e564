"""Blocks that the words around them call a form to be filled in: a skeleton, a script template."""

import re
from typing import Final

from skillrt.code.outlining.program import Snippet

# "Fill a template" and "scaffold a project" are jobs; a "script template" is a script that is still to be written
_FORM: Final = re.compile(
    r"(?i)\bboiler-?plates?\b|\A(?:template|skeleton|scaffold|stub)s?[\s:]*\Z"
    r"|\b(?:code|script|program|python|bash|shell|module|function|class|test|starter|starting|base|basic|minimal"
    r"|implementation|pipeline|analysis|workflow|training)[ -](?:template|skeleton|scaffold|stub)s?\b"
)
_ADAPT: Final = re.compile(
    r"(?i)\b(?:adapt|customi[sz]e|modify|fill in|complete|extend|start (?:from|with)|based on|use|copy)"
    r" (?:this|the following)\b[^.\n]{0,30}\b(?:template|skeleton|scaffold|stub)\b"
)


def is_skeleton(snippet: Snippet) -> bool:
    """Whether the heading or the sentence before the block says that its reader has to write the rest."""
    return any(_FORM.search(text) or _ADAPT.search(text) for text in (snippet.title, snippet.lead))
