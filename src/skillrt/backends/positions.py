"""Where things of the source stand in the output: the arithmetic behind the source map."""

from collections.abc import Iterator

import msgspec

from skillrt.errors import Span
from skillrt.ir import Block, Derivation, Document
from skillrt.store import Run


class Placed(msgspec.Struct, frozen=True):
    """A leaf block with the byte and the line (from 1) at which it begins in the output."""

    block: Block
    byte: int
    line: int

    def run(self, file: str, start: int, end: int) -> Run:
        """Where the characters `start:end` of the block's present text stand in the output file."""
        before, inside = self.block.text[:start], self.block.text[start:end]
        byte, line = self.byte + _size(before), self.line + before.count("\n")
        last = line + inside.removesuffix("\n").count("\n")
        return Run(file=file, start=byte, end=byte + _size(inside), line=line, end_line=last)


def placed_leaves(document: Document) -> Iterator[Placed]:
    """The leaves of a document in order, each with its place in the output."""
    byte, line = 0, 1
    for block in document.leaves():
        yield Placed(block, byte, line)
        byte += _size(block.text)
        line += block.text.count("\n")


def placed_derivations(document: Document, file: str) -> Iterator[tuple[Derivation, str, Run]]:
    """Every recorded edit of a document, its new text and its place in the output `file`, in reading order."""
    if not any(block.derivations for block in document.every_leaf):
        return
    for leaf in placed_leaves(document):
        for item in leaf.block.derivations:
            yield item, leaf.block.text[item.start : item.end], leaf.run(file, item.start, item.end)


def source_run(span: Span) -> Run:
    """A span of the source as the manifest writes it."""
    return Run(file=span.file, start=span.start, end=span.end, line=max(1, span.line), end_line=max(1, span.end_line))


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
