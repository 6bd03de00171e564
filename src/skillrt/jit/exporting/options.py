"""The options of an exported program: one a hole, named by what the hole is."""

import re
from typing import Final, Literal

import msgspec

from skillrt.jit.endings import served_endings
from skillrt.jit.template import Hole, HoleKind, Template

Checked = Literal["file", "folder", "number", "text"]
_NAMES: Final[dict[HoleKind, str]] = {
    "file": "input", "files": "input", "workspace-file": "input",
    "new-file": "output", "number": "number", "date": "date",
    "field": "column", "quoted": "text", "word": "word",
}  # fmt: skip
_WORDS: Final[dict[HoleKind, str]] = {
    "file": "what to read", "files": "what to read", "workspace-file": "what to read",
    "new-file": "the file to write",
    "number": "a number", "date": "a date", "field": "a column or key", "quoted": "a text", "word": "a word",
}  # fmt: skip
_READ: Final = frozenset(("file", "workspace-file"))
_UNFIT: Final = re.compile(r"[^A-Z0-9.]+")
_FOLDER: Final = "/"


class Option(msgspec.Struct, frozen=True):
    """An option: its name without dashes, the hole that it fills, what stands for its value, a line of help.

    `checked` is what the value must be (`file` and `folder`: one that is there), `endings` how it must end (empty:
    however it does).
    """

    name: str
    hole: str
    metavar: str
    help: str
    checked: Checked
    endings: tuple[str, ...] = ()


def options_of(template: Template) -> tuple[Option, ...]:
    """The options, in the order of the holes; a name that comes again gets a number."""
    found: list[Option] = []
    for hole in template.holes:
        name = _NAMES[hole.kind]
        count = sum(option.name.partition("-")[0] == name for option in found) + 1
        number = f"-{count}" if count > 1 else ""
        endings = _endings(hole, template)
        only = endings[0] if len(endings) == 1 else ""
        metavar = _UNFIT.sub("", f"{name.upper()}{number[1:]}{only.upper()}")
        unit = f", in {hole.unit}" if hole.unit else ""
        words = f"{_WORDS[hole.kind]}{unit}, such as {hole.example!r}".replace("%", "%%")
        found.append(Option(name + number, hole.id, metavar, words, _checked(hole), endings))
    return tuple(found)


def _checked(hole: Hole) -> Checked:
    if hole.kind in _READ:
        return "folder" if hole.ending == _FOLDER else "file"
    return "number" if hole.kind == "number" else "text"


def _endings(hole: Hole, template: Template) -> tuple[str, ...]:
    """How files that fill the hole may end, by what was proven."""
    if hole.ending in ("", _FOLDER):
        return ()
    shapes = {
        ending
        for wording in template.wordings
        for word in wording.words
        if word.hole == hole.id
        for ending in word.shape[1:]
    }
    return tuple(sorted(served_endings(shapes or {hole.ending})))
