"""The versions of interpreters that sentences ask for: `needs Node ≥ 22.20`, "Python 3.12+ is required"."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.comparing.difference import Swap
from skillrt.environment.finding.scene import Scene
from skillrt.ir import Module
from skillrt.reading.sections import Section

_RUNTIME: Final = re.compile(
    r"(?<![\w./-])(Node(?:\.?js)?|Python|Bun|Deno|Go|Golang|Java|JDK|Ruby|PHP|\.NET|Rust)\b(?:`|\*{1,2})?"
    r"[ \t]*(?:versions?[ \t]+)?(?:`|\*{1,2})?(>=|≥|v)?[ \t]*(\d{1,3}(?:\.\d{1,4}){0,2})(\+|[ \t]+(?:or|and)[ \t]+"
    r"(?:higher|later|newer|above|greater|up)\b)?",
    re.IGNORECASE,
)
_NEED: Final = re.compile(
    r"\b(?:needs?|requires?|required|requirements?|minimum|at least|must have|prerequisites?|installed)\b",
    re.IGNORECASE,
)
_NAMES: Final = {"nodejs": "Node", "node.js": "Node", "node": "Node", "golang": "Go"}
_MANY: Final = 40


def runtimes_between(before: Module, after: Module) -> tuple[Swap, ...]:
    """The versions that are asked for now and were not spoken of before, each with what was asked for (or '')."""
    spoken = set(_found(before, asked=False))
    old = dict(_found(before, asked=True))
    new = dict.fromkeys(item for item in _found(after, asked=True) if item not in spoken)
    return tuple(Swap(old.get(name, ""), version, name) for name, version in list(new)[:_MANY])


def _found(module: Module, *, asked: bool) -> Iterator[tuple[str, str]]:
    """Interpreters with versions; `asked`: only those that a line or its heading asks for, and no exact ones."""
    for section in Scene(module).sections:
        for line in _lines(section):
            for found in _RUNTIME.finditer(line):
                name, mark, version, more = found.groups()
                least = mark in (">=", "≥") or more is not None
                if not asked or (least and (_NEED.search(line) or _NEED.search(section.title))):
                    yield _NAMES.get(name.lower(), name), version


def _lines(section: Section) -> Iterator[str]:
    for leaf in section.leaves:
        if leaf.kind != "code":
            yield from (line for line in leaf.text.splitlines() if any(char.isdigit() for char in line))
