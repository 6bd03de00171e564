"""Checks of Markdown as text that need no pass."""

from collections.abc import Iterator

from skillrt.errors import Diagnostic, Place
from skillrt.ir import Module


def unclosed_fences(module: Module) -> Iterator[Diagnostic]:
    """Fenced code blocks without an end. A fence closes with the file's end too, which is what nearly all meant."""
    for document in module.documents:
        for block in document.leaves():
            if block.kind == "code" and block.fenced and not block.closed:
                first = block.text.split("\n", 1)[0].rstrip()
                place = Place(
                    block.span.file, block.span.line, block.column, block.span.line, block.column + len(first)
                )
                message = f"the code block that begins here is not closed before line {block.span.end_line}"
                yield Diagnostic.of("text.unclosed-fence", message, place)
