"""How wide a text is in a sans-serif type, by estimate, and the text cut into lines of some width.

No font is looked at: drawings have to come out the same everywhere. The estimate is on the wide side.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_NARROW: Final = frozenset("iIljtfr.,:;'|!()[]{}` -/\\\"")
_MARKS: Final = "/-_.,:&="
_WIDE: Final = frozenset("mwMWQOGDHNUC@%&—…→")


def width_of(text: str, size: float) -> float:
    """The width in the unit of `size`, the height of the type."""
    return size * sum(_share(char) for char in text)


@lru_cache(maxsize=4096)
def _share(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.86
    return 0.7 if char.isupper() else 0.58


def lines_of(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines; what does not fit ends in an ellipsis. A word that is too long is broken."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width, size):
        wider = f"{line} {word}" if line else word
        if width_of(wider, size) <= width:
            line = wider
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}…")


def _pieces(text: str, width: float, size: float) -> list[str]:
    """The words; those wider than a line in pieces, behind a mark in its second half where there is one."""
    found: list[str] = []
    for word in text.split():
        piece = ""
        for char in word:
            if piece and width_of(piece + char, size) > width:
                cut = max(piece.rfind(mark) for mark in _MARKS) + 1
                cut = cut if cut > len(piece) / 2 else len(piece)
                found.append(piece[:cut])
                piece = piece[cut:]
            piece += char
        found.append(piece)
    return found
