"""A JSON list that comes in pieces cut anywhere: its objects, one by one as they are complete."""

import re

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.events import EVENT_LIMIT

_SIGNS = re.compile(rb'["\\{}\[\]]')


class ListDecoder:
    """Bytes to the bytes of objects. An object that stands alone counts as a list of one; what is neither object nor
    list inside the list says nothing. Holds one unfinished object, whose size is limited."""

    def __init__(self, limit: int = EVENT_LIMIT) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._base: int | None = None
        self._depth = 0
        self._in_string = False
        self._skip = 0  # bytes at the beginning of the next piece that a backslash has made plain

    def feed(self, data: bytes) -> list[bytes]:
        """The objects that the bytes complete. NotUnderstood where one outgrows the limit."""
        found: list[bytes] = []
        start, skip = 0, self._skip
        for match in _SIGNS.finditer(data):
            at, sign = match.start(), match.group()
            if at < skip:
                continue
            if sign == b"\\":
                skip = at + 2 if self._in_string else skip
            elif sign == b'"':
                self._in_string = not self._in_string
            elif self._in_string:
                continue
            elif sign in b"{[":
                start = at if self._opens(sign) else start
            elif self._closes():
                found.append(b"".join([*self._pieces, data[start : at + 1]]))
                self._pieces.clear()
                self._size = 0
        self._skip = max(skip - len(data), 0)
        if self._base is not None and self._depth > self._base:
            self._pieces.append(data[start:])
            self._size += len(data) - start
            if self._size > self._limit:
                raise NotUnderstood(f"an object of more than {self._limit} bytes")
        return found

    def _opens(self, sign: bytes) -> bool:
        """A bracket opens: is it the first one of an object?"""
        if self._base is None:
            self._base = 1 if sign == b"[" else 0
        self._depth += 1
        return self._depth == self._base + 1

    def _closes(self) -> bool:
        """A bracket closes: is it the last one of an object?"""
        if self._base is None or self._depth <= 0:
            return False
        self._depth -= 1
        return self._depth == self._base and (self._base == 1 or self._depth == 0)
