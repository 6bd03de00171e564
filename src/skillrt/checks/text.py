"""Checks of Markdown as text that need no pass."""

from collections.abc import Iterator

from skillrt.errors import Diagnostic, Place
from skillrt.ir import Block, Module
from skillrt.reading.fences import is_torn, line_of_inner


def unclosed_fences(module: Module) -> Iterator[Diagnostic]:
    """Fenced code blocks without an end. A fence closes with the file's end too, which is what nearly all meant."""
    for document in module.documents:
        torn: Block | None = None
        for block in document.leaves():
            if block.kind == "code" and block.fenced and not block.closed:
                message = _message(block, torn, is_last=block is document.every_leaf[-1])
                yield Diagnostic.of("text.unclosed-fence", message, _first_line(block))
            torn = block if block.closed and is_torn(block) else torn


def torn_fences(module: Module) -> Iterator[Diagnostic]:
    """The first block of each document that ends at a fence meant to end one inside it. From there on text and code
    change places for every reader, so that what is torn behind it is only a consequence."""
    for document in module.documents:
        block = next((leaf for leaf in document.leaves() if leaf.closed and line_of_inner(leaf)), None)
        if block is not None:
            inner = block.span.line + line_of_inner(block) - 1
            end = block.span.end_line
            message = f"this code block ends on line {end}, with the block that begins in it on line {inner}"
            yield Diagnostic.of("text.torn-fence", message, _first_line(block))


def _first_line(block: Block) -> Place:
    first = block.text.split("\n", 1)[0].rstrip()
    return Place(block.span.file, block.span.line, block.column, block.span.line, block.column + len(first))


def _message(block: Block, torn: Block | None, *, is_last: bool) -> str:
    """`torn` is a block before it that ended early, at a fence meant to be inside it: its own fence is left over."""
    message = f"the code block that begins here is not closed before line {block.span.end_line}"
    if block.info:
        return message
    if is_last and not block.content.strip():
        message = "no code block is open where this fence closes one"
    where = (
        f"; that of line {torn.span.line} ended at a fence inside it, on line {torn.span.end_line}" if torn else ""
    )
    return message + where
