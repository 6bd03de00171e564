"""A parallel region before it is a fact."""

import re
from typing import Final, Literal

import msgspec

from skillrt.errors import Span
from skillrt.ir import Block

_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER: Final = re.compile(r"\b(\d{1,2}|" + "|".join(_NUMBERS) + r")\b(?!\s*(?:%|minutes?|seconds?|-))", re.I)
Kind = Literal["data", "instruction", "thread"]


class Region(msgspec.Struct, frozen=True):
    """Work that can go on at the same time: `block` is where it stands, `width` how many (0: not known)."""

    kind: Kind
    block: Block
    span: Span
    reason: str
    width: int = 0
    merge: str = ""


def number_in(text: str) -> int:
    """The first number that a text names, in digits or a word up to ten; 0 where it names none."""
    found = _NUMBER.search(text)
    if found is None:
        return 0
    word = found.group(1).lower()
    return _NUMBERS.index(word) + 2 if word in _NUMBERS else int(word)
