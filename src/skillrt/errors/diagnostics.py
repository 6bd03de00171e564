"""Diagnostics: what is wrong, where, and what to do about it."""

from enum import StrEnum
from typing import Self

import msgspec

from skillrt.errors.catalogue import code_info
from skillrt.errors.spans import Place


class Severity(StrEnum):
    """How much a diagnostic weighs; `off` exists only in settings."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for an error, growing as the weight falls."""
        return ("error", "warning", "note", "off").index(self.value)


class Edit(msgspec.Struct, frozen=True, order=True, gc=False):
    """Replace the bytes `start:end` of `file` (skill-relative) by `new`."""

    file: str
    start: int
    end: int
    new: str


class Fix(msgspec.Struct, frozen=True, gc=False):
    """A change that makes the diagnostic go away; only safe ones are recorded, so `--fix` applies them all."""

    title: str
    edits: tuple[Edit, ...]


class Diagnostic(msgspec.Struct, frozen=True, gc=False):
    """One finding. Built by `Diagnostic.of`, which takes severity and default hint from the catalogue.

    `place.file` is relative to the skill's folder until a report prefixes it. `excerpt` is the text of the
    line at `place`, without its line end, cut to a readable window by the report.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    excerpt: str = ""
    hint: str = ""
    fix: Fix | None = None

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        place: Place | None = None,
        *,
        excerpt: str = "",
        hint: str = "",
        fix: Fix | None = None,
    ) -> Self:
        """A diagnostic with the catalogue's severity for `code`; raises KeyError for a code that is not listed."""
        info = code_info(code)
        return cls(code, Severity(info.severity), message, place, excerpt, hint or info.hint, fix)

    def at(self, severity: Severity) -> "Diagnostic":
        """The same finding with another weight."""
        return msgspec.structs.replace(self, severity=severity)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Reading order: by file, line, column, then code and message, so that output never depends on discovery."""
        place = self.place or Place("", 0, 0)
        return (place.file, place.line, place.column, self.code, self.message)
