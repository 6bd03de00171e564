"""Addresses of code that nothing calls: name spaces, and what docstrings refer to."""

import ast
import re
from collections.abc import Callable
from typing import Final

from skillrt.code.syntax import parse_python
from skillrt.environment.finding.passages import Passage

_NEAR: Final = 80
# `xmlns:x="`, `SF_NS = "`, `ns = {"sf": "`, `"$schema": "`
_NAMED: Final = re.compile(
    r"(?:\$?schema|@context|xmlns(?::\w{1,20})?|\$id|\$ref|\b(?:\w{1,30}_)?(?:ns|nsmap|namespaces?)(?:_ur[il]|_map)?)[\"']?"
    r"[ \t]*[:=][ \t]*(?:\{[ \t\n]*[\"'][\w:-]{0,30}[\"'][ \t]*:[ \t]*)?[\"']?\Z",
    re.IGNORECASE,
)
# `http://soap.acme.com/2006/04/metadata`: a year, and nobody fetches it without encryption
_DATED: Final = re.compile(r"http://[\w.-]{1,200}/(?:[\w-]{1,40}/){0,2}(?:19|20)\d\d(?:/\d\d)?(?:/|\Z)")
_QUOTES: Final = ('"""', "'''")


def is_name_space(text: str, start: int, end: int) -> bool:
    """Whether the address at `start:end` names a vocabulary: what settings or pages are written by is not asked."""
    wrapped = text[start - 1 : start] == "{" and text[end : end + 1] == "}"  # `{http://x}tag`
    before = _NAMED.search(text, max(0, start - _NEAR), start)
    return wrapped or before is not None or _DATED.match(text, start, end) is not None


def docstrings(passage: Passage) -> Callable[[int], bool]:
    """Whether a character of the passage stands in a text that documents the code: a string that is no value."""
    if passage.language != "python" or not any(quotes in passage.text for quotes in _QUOTES):
        return lambda _: False
    tree = parse_python(passage.text)
    lines = {
        number
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return lambda at: passage.text.count("\n", 0, at) + 1 in lines
