"""Checks of Markdown as text that need no pass."""

from collections.abc import Iterator

from skillrt.errors import Diagnostic, Place
from skillrt.ir import Block, Module
from skillrt.reading.fences import is_torn


def unclosed_fences(module: Module) -> Iterator[Diagnostic]:
    """Fenced code blocks without an end. A fence closes with the file's end too, which is what nearly all meant."""
    for document in module.documents:
        torn: Block | None = None
        for block in document.leaves():
            if block.kind == "code" and block.fenced and not block.closed:
                first = block.text.split("\n", 1)[0].rstrip()
                place = Place(
                    block.span.file, block.span.line, block.column, block.span.line, block.column + len(first)
                )
                message = _message(block, torn, is_last=block is document.every_leaf[-1])
                yield Diagnostic.of("text.unclosed-fence", message, place)
            torn = block if block.closed and is_torn(block) else torn


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
