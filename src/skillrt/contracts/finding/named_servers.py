"""MCP servers that begin an item or a cell, by their whole name: "- Alpha Vantage MCP: for prices"."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.places import place_at
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Block, span_of

_WORD: Final = r"[A-Z0-9][\w&.'+/-]{0,30}"
_ITEM: Final = re.compile(
    rf"(?:\A|^[ \t]*(?:[-*+]|\d{{1,3}}[.)])|\|)[ \t]*(?:\[[ xX]\][ \t]*)?[*_`]{{0,3}}({_WORD}(?:[ \t]{_WORD}){{0,3}})"
    r"[*_`]{0,3}[ \t]MCP(?:[ \t][Ss]erver)?[*_`]{0,3}(?=[ \t]*(?:[—–:(|]|-[ \t]|$))",
    re.M,
)
_MANY: Final = 60


def named_servers(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each server, its name in small letters with dashes, and where it stands."""
    for section in scene.sections:
        for leaf in section.leaves:
            if "MCP" in leaf.text and (leaf.kind == "table" or leaf.id in section.listed):
                yield from _of_leaf(leaf)


def server_name(words: str) -> str:
    """A name of several words as servers are called."""
    return "-".join(words.lower().split())


def _of_leaf(leaf: Block) -> Iterator[tuple[str, Place]]:
    for found in list(_ITEM.finditer(leaf.text))[:_MANY]:
        first = found.group(1).partition(" ")[0].lower()
        if first not in tables()["before_servers"]:
            place = place_at(span_of(leaf, found.start(1), found.end(1)))
            yield server_name(found.group(1)), place
