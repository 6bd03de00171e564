"""Lists that `next.sh` goes through: what would have to be held in the head at once is met one item a turn."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Replacement, Use
from skillrt.primitives.notes import note_below
from skillrt.primitives.view.view import SkillView
from skillrt.reading.sections import Section

NEXT: Final = program("next.sh")
RUNS: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
MANY: Final = 40
_FEW: Final = 3
_MOST_LISTS: Final = 3
_LONGEST: Final = 1200
_MARKS: Final = re.compile(r"\A\s*(?:[>*+-]\s+)*(?:\[[ xX]\]\s*)?")


def list_file(title: str, ending: str, items: Sequence[tuple[str, str]], taken: Iterable[str]) -> DerivedFile:
    """A list with a title and the text below it for each item, in a free place. Bundled programs among `taken` that
    the items name in commands are named by where they are installed."""
    there = frozenset(taken)
    path = data_path(title, ending, there)
    parts: list[str] = []
    for name, text in items:
        parts.append(f"== {one_line(name)}\n")
        body = text[:_LONGEST].strip()
        first, _, below = body.partition("\n")
        if one_line(first) == one_line(name):
            body = below
        rows = [f" {row}" if row.startswith("== ") else row for row in body.split("\n")]
        if body.strip() and one_line(body) != one_line(name):
            parts.append("\n".join(rows) + "\n")
    text = "".join(parts)
    scripts = sorted(item for item in there if item.startswith("scripts/") and item in text)
    return DerivedFile(path, text, uses=tuple(Use(item) for item in scripts), how="outlined")


def points_listed(
    view: SkillView, sections: Iterable[Section], kind: str, words: Callable[[str, int], str]
) -> tuple[tuple[Replacement, ...], tuple[DerivedFile, ...]]:
    """Lists of what the sections list, `kind` as their ending, and the notes that lead through them. `words` tells
    how, given a list's path and how many points it has."""
    notes: list[Replacement] = []
    files: list[DerivedFile] = [NEXT]
    taken = set(view.module.paths)
    for section in sections:
        points = points_of(section)
        if len(points) < _FEW or len(notes) == _MOST_LISTS:
            continue
        file = list_file(section.title or kind, f".{kind}", [(point, "") for point in points], taken)
        note = note_below(view, section, words(file.path, len(points)), NEXT.path, file.path)
        if note is not None:
            taken.add(file.path)
            notes.append(note)
            files.append(file)
    return tuple(notes), tuple(files)


def one_line(text: str) -> str:
    """The text without line ends and list marks."""
    return " ".join(_MARKS.sub("", text).split())


def points_of(section: Section) -> tuple[str, ...]:
    """What a section lists: the items of its lists, or the rows of its tables without their bars."""
    whole: dict[str, list[str]] = {}  # an item of several sentences is one point
    for item in section.sentences:
        if item.kind == "item":
            whole.setdefault(item.block, []).append(item.text)
    items = [one_line(" ".join(texts)) for texts in whole.values()]
    rows = [
        ": ".join(cell.strip() for cell in item.text.strip().strip("|").split("|") if cell.strip())
        for item in section.sentences
        if item.kind == "row"
    ]
    found = tuple(dict.fromkeys(text for text in (rows if len(rows) > len(items) else items) if text))
    return found if len(found) <= MANY else ()
