"""Hand-made labels of what skills ask for, in each of the forms that they are kept in, by the catalogue's names."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workflow_labels import labelled_in

from skillrt.primitives import catalogue

Levels = dict[str, str]
# what labels call a primitive that the catalogue of the paper lacks
OTHER = {
    "other:ask-user": "ask.user",
    "other:vision": "see.image",
    "other:subagent": "delegate.agent",
    "other:mcp-tool": "tool.mcp",
    "other:long-context": "context.long",
}

# what the catalogue has beyond the paper's
BEYOND = frozenset((*OTHER.values(), "gen.code.other"))


class Labelled(NamedTuple):
    """A skill, where it is, the part that it belongs to, and the level of each primitive that it asks for."""

    name: str
    folder: Path
    part: str
    levels: Levels


def requirement_labels(skills: Sequence[Path], labels: Path) -> Iterator[Labelled]:
    """The labelled skills: of a folder of ID.json beside one of skills, of lines beside collections
    (`workflow_labels.py`), or of a table whose column `skill` is a path in one of `skills`."""
    if labels.suffix == ".tsv":
        yield from _tabled(skills, labels)
        return
    for name, folder, found in labelled_in(skills[0], labels):
        rows = [(row["primitive"], row["level"]) for row in found["requirements"]]
        yield Labelled(name, folder, found.get("part", ""), known_levels(rows))


def _tabled(skills: Sequence[Path], path: Path) -> Iterator[Labelled]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        found[(row["part"], row["skill"])].append((row["primitive"], row["level"]))
    for (part, name), rows in found.items():
        folder = next(item for item in skills if (item / name).exists()) / name
        yield Labelled(name, folder, part, known_levels(rows))


def known_levels(rows: Sequence[tuple[str, str]]) -> Levels:
    """Those that the catalogue has, by its names."""
    known = {item.id for item in catalogue()}
    named = ((OTHER.get(name, name), level) for name, level in rows)
    found = [("gen.code.other" if name.startswith("other:gen.code") else name, level) for name, level in named]
    return {name: level for name, level in found if name in known}
