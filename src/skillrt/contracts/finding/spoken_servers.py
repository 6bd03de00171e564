"""MCP servers that a sentence names: "the Ansvar Gateway MCP connector must be connected"."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.named_servers import server_name
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import is_english
from skillrt.errors import Place
from skillrt.ir import place_of
from skillrt.passes.auditing.warnings import is_of_bad_things

_WORD: Final = r"[A-Z][\w&.+-]{0,30}"
_NAMED: Final = re.compile(
    rf"(?<![\w/.-])({_WORD}(?:[ \n]{_WORD}){{1,3}})[*_`]{{0,3}}[ \n]MCP[ \n]"
    r"(?:[Ss]ervers?|connectors?|integrations?)\b"
)
_BEGINS: Final = re.compile(r"(?:\A|[.!?:|][*_]{0,2}\s|\n[ \t]*(?:[-*+]|\d{1,3}[.)]))[ \t]*[*_`]{0,3}\Z")
_BACK: Final = 12
_MANY: Final = 40


def spoken_servers(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each server of several words, its name in small letters with dashes, and where it stands."""
    for section in scene.sections:
        if is_of_bad_things(section.title):
            continue
        for leaf in section.leaves:
            if leaf.kind == "code" or " MCP" not in leaf.text.replace("\n", " "):
                continue
            for found in list(_NAMED.finditer(leaf.text))[:_MANY]:
                first = found.group(1).split()[0].lower()
                before = leaf.text[max(0, found.start() - _BACK) : found.start()]
                # "Use Linear Cloud MCP servers": what begins a sentence has its capital from that
                if first in tables()["before_servers"] or (_BEGINS.search(before) and is_english(first)):
                    continue
                yield server_name(found.group(1)), place_of(leaf, found.start(1), found.end(1))
