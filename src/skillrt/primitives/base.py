"""What a primitive capability is, and what finding or lowering one gives.

A primitive is one folder below `primitives/`: `primitive.toml` says what it is and what its levels mean, `detect.py`
finds where a skill asks for it, `lower.py` rewrites the skill so that it asks for less.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Literal

import msgspec

if TYPE_CHECKING:
    from skillrt.primitives.draft import Draft, Gap
    from skillrt.primitives.view.view import SkillView

Level = Literal["L1", "L2", "L3"]
LEVELS: Final[tuple[Level, ...]] = ("L1", "L2", "L3")


class Evidence(msgspec.Struct, frozen=True):
    """One place where a skill asks for a primitive.

    `start:end` are characters of the present text of `block`. `weight` says how much it counts: evidence that adds up
    to 1 makes a requirement. `reason` says in words what the agent has to do there.
    """

    block: str
    start: int
    end: int
    level: Level
    weight: float
    reason: str


class Detected(msgspec.Struct, frozen=True):
    """A primitive that a skill asks for: the lowest level that suffices, why, and where."""

    level: Level
    reason: str
    evidence: tuple[Evidence, ...]


class LevelText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a level asks for, and the rules that lower it; without any, `no_lowering` says why none exists."""

    asks: str
    rules: tuple[str, ...] = ()
    no_lowering: str = ""


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`primitive.toml`: what a primitive is. `source` says where the levels come from, with the date."""

    id: str
    title: str
    asks: str
    source: str
    date: str
    levels: dict[Level, LevelText]
    phrases: dict[str, tuple[str, ...]] = {}
    """Phrases by label that `detect.py` looks for; see `view/phrases.py` for how they are written."""


class Primitive(msgspec.Struct, frozen=True):
    """A primitive, ready to be asked. `detect` and `lower` are pure and raise nothing on any skill."""

    facts: Facts
    detect: Callable[["SkillView"], Detected | None]
    lower: Callable[["SkillView", "Gap"], Iterable["Draft"]]

    @property
    def id(self) -> str:
        """`gen.code.python`."""
        return self.facts.id


def rank(level: str) -> int:
    """0 for L0 to 3 for L3."""
    return int(level[1:])


def highest(levels: "Iterable[Level]") -> Level:
    """The highest of some levels, of which there is at least one."""
    return level_of(max(rank(level) for level in levels))


def level_of(number: int) -> Level:
    """The level with this number, from 1 to 3; what lies outside is taken to the nearest."""
    return LEVELS[min(max(number, 1), 3) - 1]
