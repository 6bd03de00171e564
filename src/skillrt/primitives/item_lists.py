"""Lists that `next.sh` goes through: what would have to be held in the head at once is met one item a turn."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile
from skillrt.primitives.view.sections import Section

NEXT: Final = program("next.sh")
RUNS: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
MANY: Final = 40
_LONGEST: Final = 1200
_MARKS: Final = re.compile(r"\A[\s>*+-]*(?:\[[ xX]\]\s*)?")


def list_file(title: str, ending: str, items: Sequence[tuple[str, str]], taken: Iterable[str]) -> DerivedFile:
    """A list with a title and the text below it for each item, in a free place."""
    path = data_path(title, ending, frozenset(taken))
    parts: list[str] = []
    for name, text in items:
        parts.append(f"== {one_line(name)}\n")
        rows = [f" {row}" if row.startswith("== ") else row for row in text[:_LONGEST].strip().split("\n")]
        if text.strip() and one_line(text) != one_line(name):
            parts.append("\n".join(rows) + "\n")
    return DerivedFile(path, "".join(parts), how="outlined")


def one_line(text: str) -> str:
    """The text without line ends and list marks."""
    return " ".join(_MARKS.sub("", text).split())


def points_of(section: Section) -> tuple[str, ...]:
    """What a section lists: the items of its lists, or the rows of its tables without their bars."""
    items = [one_line(item.text) for item in section.sentences if item.kind == "item"]
    rows = [
        ": ".join(cell.strip() for cell in item.text.strip().strip("|").split("|") if cell.strip())
        for item in section.sentences
        if item.kind == "row"
    ]
    found = tuple(dict.fromkeys(text for text in (rows if len(rows) > len(items) else items) if text))
    return found if len(found) <= MANY else ()
