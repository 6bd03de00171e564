"""The text of a skill as a harness hands it over: word for word, but for variables that it has put something into."""

import re
from typing import Final, NamedTuple

from skillrt.targets import Harness

_MOST_VALUE: Final = 64 * 1024
_MOST_TRIES: Final = 64
_NEVER: Final = re.compile(r"(?!)")


class Match(NamedTuple):
    """Where the text stands, and what was put into each variable, by the variable as it is written."""

    start: int
    end: int
    values: dict[str, str]


class Shape:
    """A text with its variables, to be found in other texts and to be filled."""

    def __init__(self, text: str, variables: re.Pattern[str]) -> None:
        self._pieces: list[str] = []
        self._names: list[str] = []
        at = 0
        for hole in variables.finditer(text):
            self._pieces.append(text[at : hole.start()])
            self._names.append(hole[0])
            at = hole.end()
        self._pieces.append(text[at:])

    def find(self, text: str, at: int = 0) -> Match | None:
        """The first place from `at` on where it stands on lines of its own."""
        first = self._pieces[0]
        if not first.strip():
            return None  # nothing to begin with: it could be anywhere
        for _ in range(_MOST_TRIES):
            at = text.find(first, at)
            found = self._here(text, at) if at >= 0 and _begins_line(text, at) else None
            if found or at < 0:
                return found
            at += 1
        return None

    def filled(self, values: dict[str, str]) -> str | None:
        """The text with the values put in; None where one is not known."""
        if any(name not in values for name in self._names):
            return None
        pairs = zip(self._names, self._pieces[1:], strict=True)
        return self._pieces[0] + "".join(values[name] + piece for name, piece in pairs)

    def _here(self, text: str, start: int) -> Match | None:
        at = start + len(self._pieces[0])
        values: dict[str, str] = {}
        for name, piece in zip(self._names, self._pieces[1:], strict=True):
            end = text.find(piece, at, at + _MOST_VALUE + len(piece)) if piece else _line_end(text, at)
            if end < 0 or values.setdefault(name, text[at:end]) != text[at:end]:
                return None
            at = end + len(piece)
        return Match(start, at, values) if _ends_line(text, at) else None


def variables_of(harness: Harness) -> re.Pattern[str]:
    """What the harness may put something in place of when it hands a text over."""
    forms: list[str] = []
    for item in harness.variables:
        name = re.escape(item.text)
        forms += [rf"\$\{{{name}\}}", rf"\${name}\b"] if item.is_name else [name]
    if harness.syntax.positional_arguments:
        forms += [r"\$ARGUMENTS\[\d{1,2}\]", r"\$\d\b"]
    if harness.syntax.injected_commands:
        forms.append(r"!`[^`\n]{1,2000}`")
    # the longest form first: `$ARGUMENTS[0]` is not `$ARGUMENTS` with something behind it
    return re.compile("|".join(sorted(forms, key=len, reverse=True))) if forms else _NEVER


def _begins_line(text: str, at: int) -> bool:
    """Whether only blanks stand before it: one harness indents the first line, and no other."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t")


def _ends_line(text: str, at: int) -> bool:
    return at == len(text) or text[at] in "\r\n"


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
