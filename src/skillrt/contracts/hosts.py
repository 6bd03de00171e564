"""The hosts that a skill names: in code and commands, or in its prose only."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.command_names import tables
from skillrt.contracts.places import place_at
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import place_of
from skillrt.passes.auditing.patterns import URL, host_of, is_example

_COMMENT: Final = re.compile(r"[ \t]*(?:#|//|\*|<!--)")
_MANY: Final = 500


def hosts_named(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each host of a URL in code that is used, comments left out; names kept for examples are none."""
    for passage in passages_of(scene):
        if "://" not in passage.text or passage.manner == "example":
            continue
        for number, found in enumerate(URL.finditer(passage.text)):
            if number >= _MANY:
                break
            begin = passage.text.rfind("\n", 0, found.start()) + 1
            host = host_of(found.group())
            if (
                host
                and not _COMMENT.match(passage.text, begin, found.start())
                and not is_example(host)
                and host not in tables()["unasked"]
            ):
                yield host, place_at(passage.span(found.start(), found.end()))


def hosts_mentioned(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Each host of an address in prose, links among them."""
    for section in scene.sections:
        for leaf in section.leaves:
            if leaf.kind == "code" or "://" not in leaf.text:
                continue
            for number, found in enumerate(URL.finditer(leaf.text)):
                if number >= _MANY:
                    break
                host = host_of(found.group())
                if host and not is_example(host):
                    yield host, place_of(leaf, found.start(), found.end())
