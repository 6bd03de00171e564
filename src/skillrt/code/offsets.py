"""From the characters that Python counts to the bytes that spans count."""

import re
from bisect import bisect_left

_WIDE = re.compile(r"[^\x00-\x7f]")


def byte_width(char: str) -> int:
    """Bytes of one character on disk; a lone surrogate stands for the one byte that surrogateescape hid in it."""
    code = ord(char)
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:
        return 1
    if code < 0x800:
        return 2
    return 3 if code < 0x10000 else 4


class Offsets:
    """Byte offsets in one text, by character offset. Costs nothing to speak of where the text is ASCII."""

    __slots__ = ("_at", "_extra")

    def __init__(self, text: str) -> None:
        self._at: list[int] = []
        self._extra: list[int] = [0]
        if text.isascii():
            return
        total = 0
        for match in _WIDE.finditer(text):
            total += byte_width(match.group()) - 1
            self._at.append(match.start())
            self._extra.append(total)

    def byte(self, index: int) -> int:
        """The byte offset of the character at `index` (which may be the end of the text)."""
        if not self._at:
            return index
        return index + self._extra[bisect_left(self._at, index)]
