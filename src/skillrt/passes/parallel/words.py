"""The lists of `words.toml`."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import cast


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    source = resources.files("skillrt.passes.parallel") / "words.toml"
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def words(table: str, name: str = "words") -> frozenset[str]:
    """A list of words."""
    return frozenset(_tables()[table][name])


@cache
def _pattern(table: str) -> re.Pattern[str]:
    listed = sorted(words(table), key=lambda item: (-len(item), item))
    spelled = [r"\s+".join(map(re.escape, item.split())) for item in listed]
    return re.compile(r"(?<![\w-])(?:" + "|".join(spelled) + r")(?![\w-])", re.IGNORECASE)


def has(table: str, text: str) -> bool:
    """Whether a text has one of the words of a list."""
    return _pattern(table).search(text) is not None


def is_english(text: str) -> bool:
    """Whether a clause in English fits: at most one letter in ten is of a script that English does not have."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter > "\u036f" for letter in letters) * 10 <= len(letters)


def is_doubtful(text: str) -> bool:
    """Whether a text leaves open what of it is done, or in which order."""
    return has("doubt", text) or any(mark in text for mark in words("marks"))
