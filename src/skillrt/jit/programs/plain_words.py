"""Plain words: where they stand in patterns and programs, and which may stand there in another's place.

A plain word is letters, digits and `_`, a number, a version or a date: text that is no operator, quotation or option
in any language. Only such a value may take the place of another inside a larger literal that is no prose (a regular
expression, a program of `awk`, a query).
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

_PLAIN: Final = re.compile(r"\w{1,100}|-?\d{1,18}(?:\.\d{1,9}){0,3}|\d{4}-\d{2}(?:-\d{2})?")
_TAME: Final = re.compile(r"(?:\./)?\w[\w./+-]{0,199}")
_NAME: Final = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)
# names of codecs: the number in one is no number of a request
_CODEC: Final = re.compile(
    r"(?<![\w-])(?:utf[-_]?(?:8|16|32)(?:[-_]?(?:be|le|sig))?|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d{1,2}"
    r"|cp[-_]?\d{3,4}|windows-125\d)(?![\w-])",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,18}(?:\.\d{1,9})?")
# `\b`, `\s` and the like stand before a word, and are no part of it
_ESCAPE: Final = r"(?<=\\[bBdDsSwWntrAzZ<])"
_WORDS: Final = re.compile(rf"(?:(?<!\w)|{_ESCAPE})\w+")


def is_plain(value: str) -> bool:
    """Whether the value may stand inside a pattern or a program."""
    return _PLAIN.fullmatch(value) is not None


def is_tame(value: str) -> bool:
    """Whether the path may stand between quotes in a program of any language."""
    return _TAME.fullmatch(value) is not None


def is_name(value: str) -> bool:
    """Whether the value may stand behind a dot, as the name of a key or a property."""
    return _NAME.fullmatch(value) is not None


def tame_pattern(paths: Iterable[str]) -> str:
    """Finds these paths where they are all that stands between quotes."""
    choice = "|".join(re.escape(path) for path in sorted(paths, key=lambda item: (-len(item), item)))
    return rf"(?:(?<=\")(?:{choice})(?=\")|(?<=')(?:{choice})(?='))"


def name_pattern(names: Iterable[str]) -> str:
    """Finds these names behind a dot, where they are called by nobody."""
    choice = "|".join(re.escape(name) for name in sorted(names, key=lambda item: (-len(item), item)))
    return rf"(?<=\.)(?:{choice})(?!\w|\s*\()"


def codec_spans(text: str) -> list[tuple[int, int]]:
    """Where names of codecs (`utf-8`) stand in a text."""
    return [match.span() for match in _CODEC.finditer(text)]


def plain_pattern(values: Iterable[str]) -> re.Pattern[str]:
    """Finds these values where they stand as whole words, and are called by nobody."""
    choice = "|".join(re.escape(value) for value in sorted(values, key=lambda item: (-len(item), item)))
    return re.compile(rf"(?:(?<![\w.$-])|{_ESCAPE})(?:{choice})(?!\w|\.\d|\s*\()")


def words_in(text: str) -> frozenset[str]:
    """All words of a text, those behind an escape of a pattern too."""
    found = {match.group() for match in _WORDS.finditer(text)}
    return frozenset(
        found | {word for match in re.finditer(r"\\[bBdDsSwWntrAzZ<](\w+)", text) for word in (match[1],)}
    )


def numbers_in(texts: Iterable[str]) -> frozenset[str]:
    """All numbers that stand in the texts, in whatever they stand (`%.2f` has a 2)."""
    return frozenset(match.group() for text in texts for match in _NUMBER.finditer(text))


@cache
def function_words() -> frozenset[str]:
    """Words that join others."""
    text = resources.files("skillrt.jit").joinpath("data/function_words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])
