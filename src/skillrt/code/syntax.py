"""Syntax trees, read with care: input is hostile, a text that does not parse has no tree, and nothing is raised."""

import ast
import re
import warnings
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from skillrt.code.remembered import Remembered

if TYPE_CHECKING:
    from tree_sitter import Parser, Tree

MAX_SCRIPT = 2_000_000
"""Characters; a longer script is data, and reading it would cost more than it tells."""
_KEPT: Final = 300_000
"""Characters whose trees are kept: a skill's own programs and blocks. A tree takes about a hundred bytes for each."""
_LINE_END = re.compile(r"\r\n?|\n")
_LONG_NUMBER = re.compile(r"\b0[xXoObB][0-9a-fA-F_]{3000,}")
_MAX_BITS: Final = 14_000  # 4,215 digits; by default Python writes 4,300
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_python(text: str) -> ast.Module | None:
    """The tree of a Python text; None where it does not parse (Python 2, a template, a fragment), is over 2 MB, or
    holds a number that Python itself could not write in decimal.

    Column offsets are UTF-8 bytes within the line, as `ast` counts them, with one byte for a lone surrogate. The tree
    is everybody's: it must not be changed.
    """
    return _python(text)


def _parse_python(text: str) -> ast.Module | None:
    if len(text) > MAX_SCRIPT:
        return None
    if not text.isascii():
        # One byte on disk each, so that columns stay right.
        text = _SURROGATE.sub("?", text.removeprefix("\ufeff"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            return None if holds_endless_number(text, tree) else tree
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def holds_endless_number(text: str, tree: ast.AST) -> bool:
    """Whether there is a whole number whose `str` raises ValueError; in decimal it would not even have parsed."""
    return _LONG_NUMBER.search(text) is not None and any(
        isinstance(node, ast.Constant) and type(node.value) is int and node.value.bit_length() > _MAX_BITS
        for node in ast.walk(tree)
    )


_python: Final = Remembered(_parse_python, _KEPT)


@cache
def _parser(language: str) -> "Parser":
    import tree_sitter

    if language == "shell":
        import tree_sitter_bash

        return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    import tree_sitter_typescript

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_tsx()))


@lru_cache(maxsize=4)
def parse_javascript(text: str) -> "Tree | None":
    """The tree of a JavaScript or TypeScript text (tsx grammar), with ERROR nodes where it is not; None over 2 MB."""
    return _tree("javascript", text)


@lru_cache(maxsize=4)
def parse_shell(text: str) -> "Tree | None":
    """The tree of a shell script, with ERROR nodes where it is not one; None over 2 MB."""
    return _tree("shell", text)


def _tree(language: str, text: str) -> "Tree | None":
    if len(text) > MAX_SCRIPT:
        return None
    return _parser(language).parse(encoded(text))


def encoded(text: str) -> bytes:
    """The bytes of a text as they were on disk."""
    return text.encode(
        "utf-8", "surrogateescape" if not re.search("[\ud800-\udc7f\udd00-\udfff]", text) else "replace"
    )


def lines_with(text: str, tokens: tuple[str, ...]) -> list[int]:
    """The 1-based lines that hold one of the tokens, in order. Lines end as Python's parser ends them."""
    found: set[int] = set()
    starts: list[int] | None = None
    for token in tokens:
        at = text.find(token)
        while at >= 0:
            if starts is None:
                starts = line_starts(text)
            found.add(bisect_left(starts, at + 1))
            at = text.find(token, at + len(token))
    return sorted(found)


def line_starts(text: str) -> list[int]:
    """The character offset at which each line begins."""
    if "\r" in text:
        return [0, *(found.end() for found in _LINE_END.finditer(text))]
    lengths = [len(line) + 1 for line in text.split("\n")]
    return list(accumulate(lengths[:-1], initial=0))
