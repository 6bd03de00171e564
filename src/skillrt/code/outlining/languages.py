"""Which language is outlined by what."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import Final

from skillrt.code.outlining.program import Outlined, Snippet

# language -> the function that outlines it; imported when a block of it is there
_BY_LANGUAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "python": "skillrt.code.outlining.python_outline:outline_python",
        "regex": "skillrt.code.outlining.regex_outline:outline_regex",
        "sql": "skillrt.code.outlining.sql_outline:outline_sql",
        "shell": "skillrt.code.outlining.shell_outline:outline_shell",
    }
)


def outline(language: str, snippets: Sequence[Snippet], wanted: frozenset[int] = frozenset()) -> Outlined:
    """The programs that the snippets, all of one language and in reading order, make. Never raises.

    `wanted` are indices of snippets of which each must be in a program to be of use: where one is seen to be in none,
    the rest is not worked out, and there are no programs.
    """
    return _outline(language, tuple(snippets), wanted)


@lru_cache(maxsize=64)  # a lowering that was refused is asked for again after the next one was taken
def _outline(language: str, snippets: tuple[Snippet, ...], wanted: frozenset[int]) -> Outlined:
    place = _BY_LANGUAGE.get(language)
    if place is None:
        return Outlined()
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)(snippets, wanted)
