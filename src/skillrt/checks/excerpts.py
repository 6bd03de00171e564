"""Put the line of the source into diagnostics that name a place, each file split into lines once."""

from collections.abc import Iterable
from typing import Final

import msgspec

from skillrt.errors import Diagnostic
from skillrt.ir import Module

# A line of a minified file can be megabytes; every finding in it would carry them through queues and caches.
MAX_LINE: Final = 4000
_MARGIN: Final = 200


def with_excerpts(module: Module, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics with `excerpt` filled in from the module as it was read.

    What has an excerpt keeps it. Where the place is far into a very long line, there is none.
    """
    lines = _Lines(module)
    return tuple(_with_excerpt(item, lines) for item in diagnostics)


class _Lines:
    """The lines of the module's text files, split on first use."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.files: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """Line `number` (1-based) without its line end; empty where the file is no text or has no such line."""
        if path not in self.files:
            self.files[path] = self._text(path).split("\n")
        lines = self.files[path]
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def _text(self, path: str) -> str:
        document = self.module.document(path)
        if document is not None:
            return document.text
        file = self.module.file(path)
        return file.text or "" if file is not None else ""


def _with_excerpt(diagnostic: Diagnostic, lines: _Lines) -> Diagnostic:
    place = diagnostic.place
    if diagnostic.excerpt or place is None or not place.file:
        return diagnostic
    line = lines.line(place.file, place.line)
    if len(line) > MAX_LINE:
        line = line[:MAX_LINE] if place.column <= MAX_LINE - _MARGIN else ""
    return msgspec.structs.replace(diagnostic, excerpt=line) if line else diagnostic
