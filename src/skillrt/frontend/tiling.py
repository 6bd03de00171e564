"""Cover a document with leaves from its first byte to its last, grouped into containers.

Leaves are laid in reading order and each begins where the one before it ended, so nothing can be lost or doubled, and
lines and columns need only be counted on.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from skillrt.errors import Span
from skillrt.ir.blocks import Block, BlockKind

_NO_FIELDS: Final[Mapping[str, Any]] = MappingProxyType({})
_MARKED: Final = frozenset({"item", "footnote"})
MAX_DEPTH: Final = 60  # containers deeper than this become one opaque leaf


def decode(data: bytes) -> str:
    """Bytes as text that can be turned back into the same bytes (surrogateescape)."""
    return data.decode("utf-8", "surrogateescape")


class _Frame:
    """An open container: where it began, and its children so far."""

    __slots__ = ("children", "column", "end", "fields", "kind", "line", "start")

    def __init__(self, kind: BlockKind, start: int, end: int, line: int, column: int) -> None:
        self.kind: BlockKind = kind
        self.start = start
        self.end = end
        self.line = line
        self.column = column
        self.fields: dict[str, Any] = {}
        self.children: list[Block] = []


class Tiling:
    """The leaves laid so far. All positions are byte offsets in the document."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.ascii = text.isascii()
        self.data = text.encode("utf-8", "surrogateescape")
        self.cursor = 0
        self.line = 1
        self.column: int = 1
        self.root: list[Block] = []
        self.siblings = self.root  # where the next block goes
        self.frames: list[_Frame] = []

    def slice(self, start: int, end: int) -> str:
        """Text of a byte range."""
        return self.text[start:end] if self.ascii else decode(self.data[start:end])

    def leaf(self, kind: BlockKind, start: int, end: int, fields: Mapping[str, Any] = _NO_FIELDS) -> None:
        """Lay a leaf, after trivia for the gap before it. A range that is covered already is left out."""
        if start > self.cursor:
            self.gap(start)
        if end > self.cursor:
            self._lay(kind, end, fields)

    def gap(self, until: int) -> None:
        """Cover the bytes up to `until` with trivia, or with the marker of the item that has just begun."""
        if until <= self.cursor:
            return
        begins = not self.siblings and bool(self.frames) and self.frames[-1].kind in _MARKED
        self._lay("marker" if begins else "trivia", until, _NO_FIELDS)

    @property
    def too_deep(self) -> bool:
        """Whether no further container may be opened."""
        return len(self.frames) >= MAX_DEPTH

    def open(self, kind: BlockKind, start: int, end: int) -> None:
        """Begin a container."""
        self.gap(start)
        frame = _Frame(kind, self.cursor, end, self.line, self.column)
        self.frames.append(frame)
        self.siblings = frame.children

    def note(self, key: str, value: Any) -> None:  # noqa: ANN401  (a field of Block)
        """Set a field of the innermost container."""
        if self.frames:
            self.frames[-1].fields[key] = value

    def close(self) -> None:
        """End the innermost container; what it did not cover is trivia."""
        self.gap(min(self.frames[-1].end, len(self.data)))
        frame = self.frames.pop()
        self.siblings = self.frames[-1].children if self.frames else self.root
        if not frame.children:
            return
        span = Span(self.path, frame.start, self.cursor, frame.line, frame.children[-1].span.end_line)
        block = Block("", frame.kind, span, frame.column, "", tuple(frame.children), **frame.fields)
        self.siblings.append(block)

    def finish(self) -> tuple[Block, ...]:
        """Close everything, cover the rest, and return the top-level blocks."""
        while self.frames:
            self.close()
        self.gap(len(self.data))
        return tuple(self.root)

    def _lay(self, kind: BlockKind, end: int, fields: Mapping[str, Any]) -> None:
        start, line, column = self.cursor, self.line, self.column
        text = self.text[start:end] if self.ascii else self.data[start:end].decode("utf-8", "surrogateescape")
        newlines = text.count("\n")
        if newlines:
            self.line = line + newlines
            self.column = len(text) - text.rfind("\n")
            span = Span(self.path, start, end, line, line + newlines - text.endswith("\n"))
        else:
            self.column = column + len(text)
            span = Span(self.path, start, end, line, line)
        block = Block("", kind, span, column, text, **fields) if fields else Block("", kind, span, column, text)
        self.siblings.append(block)
        self.cursor = end
