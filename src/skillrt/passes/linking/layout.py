"""Drawings of folders: which paths the lines of a tree drawing stand for."""

import re
from collections.abc import Iterator

import msgspec

_BRANCH = re.compile(
    r"^(?:[ \t\xa0│║┃]|\|(?![-─]))*(?:[├└╰+`|][-─━]{1,4}[ \t\xa0]*)?(?P<name>[^\s#│├└()|`+-][^\s#│├└()]{0,199})"
)
_MAX_LINES = 400


class Entry(msgspec.Struct, frozen=True):
    """One line of a drawing: the path below the drawing's root, and the characters of the name in the text.

    `note` is the rest of the line.
    """

    path: str
    start: int
    end: int
    note: str


class Drawing(msgspec.Struct, frozen=True):
    """A drawing: the name of its root ('' where the first line is an entry already) and its entries."""

    root: str
    entries: tuple[Entry, ...]


def read_drawing(text: str) -> Drawing:
    """The entries of a drawing of a folder, from the depth of their names."""
    root = ""
    entries: list[Entry] = []
    stack: list[tuple[int, str]] = []
    for number, (offset, line) in enumerate(_lines(text)):
        found = _BRANCH.match(line)
        if number >= _MAX_LINES or found is None:
            continue
        name, depth = found.group("name"), found.start("name")
        if not entries and not root and depth == found.start() and name.endswith("/"):
            root = name.strip("/")
            continue
        while stack and stack[-1][0] >= depth:
            stack.pop()
        folder = "".join(part for _, part in stack)
        entries.append(
            Entry(folder + name, offset + depth, offset + found.end("name"), line[found.end("name") :].strip())
        )
        if name.endswith("/"):
            stack.append((depth, name))
    return Drawing(root, tuple(entries))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1
