"""Lists that `next.sh` goes through: what would have to be held in the head at once is met one item a turn."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Use

NEXT: Final = program("next.sh")
RUNS: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
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


def one_line(text: str) -> str:
    """The text without line ends and list marks."""
    return " ".join(_MARKS.sub("", text).split())
