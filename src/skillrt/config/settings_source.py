"""The text of a settings file: what it says, and where each key of it stands."""

import re
import tomllib
from typing import Any

from skillrt.config.toml_places import Path as KeyPath
from skillrt.config.toml_places import key_offsets, nearest_offsets
from skillrt.errors import Diagnostic, Place, UsageError

_SYNTAX_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")

_LONG_NUMBER = re.compile(r"\b\d[\d_]{4000,}")


class SettingsSource:
    """The text of a settings file, and places in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.offsets: dict[KeyPath, tuple[int, int]] | None = None

    def table(self) -> dict[str, Any]:
        """The parsed text."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = _SYNTAX_PLACE.search(str(error))
            words = str(error)[: found.start()] if found else str(error)
            line, column = (found.group(1), found.group(2)) if found else (None, None)
            at = (int(line), int(column)) if line and column else self.end()
        except ValueError:  # the only other one: a number of more digits than Python reads
            words, at = "a number in it has too many digits", self.first(_LONG_NUMBER)
        except RecursionError:
            words, at = "it is nested too deeply", (1, 1)
        raise UsageError(self.problem("config.syntax", f"this is not TOML: {words}", Place(self.name, *at)))

    def end(self) -> tuple[int, int]:
        """Line and column of the end of the text."""
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def first(self, pattern: re.Pattern[str]) -> tuple[int, int]:
        """Line and column of the first match; of the beginning where there is none."""
        found = pattern.search(self.text)
        start = found.start() if found else 0
        return self.text.count("\n", 0, start) + 1, start - self.text.rfind("\n", 0, start)

    def at(self, path: KeyPath) -> Place:
        """The place of a key, or of the nearest table around it."""
        if self.offsets is None:
            self.offsets = key_offsets(self.text)
        start, end = nearest_offsets(self.offsets, path)
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return Place(self.name, line, column, line, column + end - start)

    def problem(self, code: str, message: str, place: Place, hint: str = "") -> Diagnostic:
        """A diagnostic with the line shown."""
        lines = self.text.split("\n")
        excerpt = lines[place.line - 1] if place.line <= len(lines) else ""
        return Diagnostic.of(code, message, place, excerpt=excerpt, hint=hint)
