"""Python packages by the name that everybody gives them: a block with `pd.read_csv` needs pandas, imported or not."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, cast

from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.sighting import Sighting

_USED: Final = r"(?<![\w.\"'/])({names})\.[A-Za-z_]\w*"
_BOUND: Final = (
    r"\b{name}[ \t]*(?:=(?!=)|:[^\n=]{{0,60}}=)|\bas {name}\b|\bimport {name}\b|\bfor {name} in\b|"
    r"[(,][ ]*{name}[ ]*[,:=)]"
)


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each such name of each code block that does not bind it."""
    for passage in passages_of(scene):
        if passage.language == "python" and passage.block is not None:
            yield from _of_passage(passage)


def _of_passage(passage: Passage) -> Iterator[Sighting]:
    aliases, used = _table()
    seen: set[str] = set()
    for found in used.finditer(passage.text):
        alias = found.group(1)
        if alias in seen:
            continue
        seen.add(alias)
        if not re.search(_BOUND.format(name=alias), passage.text):
            span = passage.span(*found.span())
            yield Sighting(
                "python", aliases[alias], span, passage.place, passage.manner, "usual name", passage.id
            )  # fmt: skip


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    source = resources.files("skillrt.environment") / "data" / "python_aliases.toml"
    rows = cast("dict[str, dict[str, str]]", tomllib.loads(source.read_text(encoding="utf-8")))["aliases"]
    return rows, re.compile(_USED.format(names="|".join(rows)))
