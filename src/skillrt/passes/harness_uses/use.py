"""What a search for harness uses reads and gives: passages of a skill, and uses at places in them."""

from bisect import bisect_right
from operator import itemgetter
from typing import Literal

import msgspec

Kind = Literal["tool", "path", "command", "variable", "frontmatter", "product"]
PassageKind = Literal["prose", "code", "script", "data", "front-matter"]


_start = itemgetter(0)


class Passage(msgspec.Struct, frozen=True):
    """A stretch of text that is searched at once: a leaf block, or a whole bundled file (`block` is empty).

    `code` are the character ranges of code spans, marks included. `language` is that of a code block or a script.
    """

    file: str
    text: str
    kind: PassageKind
    block: str = ""
    language: str = ""
    code: tuple[tuple[int, int], ...] = ()

    def in_code(self, start: int, end: int) -> tuple[int, int] | None:
        """The code span that holds `start:end`."""
        # spans are in order and apart: the last that begins at or before `start` is the only candidate
        index = bisect_right(self.code, start, key=_start) - 1
        return self.code[index] if index >= 0 and end <= self.code[index][1] else None


class Use(msgspec.Struct, frozen=True):
    """Text that makes sense in some harnesses only.

    `start:end` are characters of the passage's text. `key` is what makes two uses the same thing. `meaning` is a
    tool's operation, or the meaning of a variable, place, key or sub-agent, where known. `form` says how it is
    written there: a rewrite needs to know whether a tool's name is the head of a call or stands in a list.
    """

    what: str
    kind: Kind
    harnesses: tuple[str, ...]
    passage: Passage
    start: int
    end: int
    key: str
    meaning: str = ""
    form: str = ""

    @property
    def operation(self) -> str:
        """The neutral name of a tool."""
        return self.meaning if self.kind == "tool" else ""
