"""Where something stands: byte spans in a source file, and the places that people read."""

from collections.abc import Sequence
from typing import Final

import msgspec

_SHOWN: Final = 5


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A run of bytes in one source file.

    `file` is relative to the skill's folder, with forward slashes. `start` and `end` are byte offsets into the
    file as it is on disk (end exclusive). `line` and `end_line` are 1-based; `end_line` is the line of the last byte.
    """

    file: str
    start: int
    end: int
    line: int
    end_line: int


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place as people and editors count it: 1-based lines and columns, columns in characters, end exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def also_on(places: Sequence[Place]) -> str:
    """` (also on lines 4, 9)`: the lines beside that of the first place, for a message that is shown there."""
    lines = sorted({place.line for place in places[1:]} - {place.line for place in places[:1]})
    if not lines:
        return ""
    shown = ", ".join(map(str, lines[:_SHOWN])) + (" and more" if len(lines) > _SHOWN else "")
    return f" (also on line{'s' if len(lines) > 1 else ''} {shown})"
