"""Changes of a program's text by node: everything between them stays as its author wrote it."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from skillrt.code.outlining.python_block import Block, Statement

_WORD = re.compile(rb"\w")


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` to `end` of a block's text become `text`."""

    start: int
    end: int
    text: str


class Places:
    """Byte offsets of the nodes of one block."""

    def __init__(self, block: Block) -> None:
        self.data = block.text.encode()
        self.starts = [0]
        for at, byte in enumerate(self.data):
            if byte == 0x0A:
                self.starts.append(at + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """The bytes of a node, decorators included."""
        first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
        column = node.col_offset if first == node.lineno else 0
        last, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self.starts[first - 1] + column, self.starts[last - 1] + end

    def replace(self, node: ast.expr, text: str) -> Edit:
        """An edit that puts `text` in place of the node, apart from the words beside it."""
        start, end = self.span(node)
        before = " " if start and _WORD.match(self.data[start - 1 : start]) else ""
        after = " " if _WORD.match(self.data[end : end + 1]) else ""
        return Edit(start, end, before + text + after)

    def around(self, node: ast.expr, before: str, after: str) -> list[Edit]:
        """Two edits that put text before and behind a node."""
        start, end = self.span(node)
        return [Edit(start, start, before), Edit(end, end, after)]

    def with_comments(self, node: ast.stmt) -> tuple[int, int]:
        """A statement with the comment lines right above it and the comment behind it."""
        start, end = self.span(node)
        line = self.data.rfind(b"\n", 0, start) + 1
        if not self.data[line:start].strip():
            start = line
            while start:
                above = self.data.rfind(b"\n", 0, start - 1) + 1
                if not self.data[above:start].lstrip(b" \t").startswith(b"#"):
                    break
                start = above
        rest = self.data.find(b"\n", end)
        rest = len(self.data) if rest < 0 else rest
        tail = self.data[end:rest].strip()
        return start, rest if not tail or tail.startswith(b"#") else end


def edited(data: bytes, start: int, end: int, edits: Iterable[Edit]) -> str:
    """The text from `start` to `end` with those edits that lie in it; none may overlap another."""
    pieces: list[bytes] = []
    at = start
    for edit in sorted(edits, key=lambda item: (item.start, item.end)):
        if edit.start < at or edit.end > end:
            continue
        pieces += [data[at : edit.start], edit.text.encode()]
        at = edit.end
    return b"".join([*pieces, data[at:end]]).decode()


def text_of(block: Block, statements: list[Statement], edits: Iterable[Edit]) -> str:
    """The text of a block's chosen statements; all of it where all are chosen."""
    places = Places(block)
    changes = list(edits)
    if len(statements) == len(block.statements):
        return edited(places.data, 0, len(places.data), changes).strip("\n") + "\n"
    parts = [places.with_comments(item.node) for item in statements]
    return "".join(edited(places.data, start, end, changes).rstrip() + "\n" for start, end in parts)
