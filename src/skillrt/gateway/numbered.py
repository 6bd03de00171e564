"""A file as tools show it that number its lines: seen as a whole, and shown the same way with another content."""

import re
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"(?P<space>[ \t]{0,20})(?P<number>\d{1,7})(?P<mark>\t|→|\|[ ]?|:[ ]?)(?P<text>.*)")


class Numbered(NamedTuple):
    """Lines of a text from `start` to `end` that are numbered from 1 on; `lines` without their numbers."""

    start: int
    end: int
    lines: list[str]
    width: int
    pad: str
    mark: str


def numbered_in(text: str) -> Numbered | None:
    """The first stretch of numbered lines, from number 1 on, as far as it goes."""
    at, lines = 0, list[str]()
    start, width, pad, mark = 0, 0, "", ""
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        found = _LINE.fullmatch(bare)
        if found and int(found["number"]) == len(lines) + 1 and (not lines or found["mark"] == mark):
            if not lines:
                start, mark = at, found["mark"]
                width = len(found["space"] + found["number"])
                pad = "0" if found["number"].startswith("0") else " "
            lines.append(found["text"])
        elif lines:
            break
        at += len(line)
    return Numbered(start, at, lines, width, pad, mark) if lines else None


def shown_as(content: str, form: Numbered) -> str:
    """The content with its lines numbered in the same form."""
    lines = content.splitlines()
    return "".join(f"{str(at).rjust(form.width, form.pad)}{form.mark}{line}\n" for at, line in enumerate(lines, 1))
