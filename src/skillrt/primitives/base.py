"""Levels, and what finding a primitive in a skill gives."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

Level = Literal["L1", "L2", "L3"]
LEVELS: Final[tuple[Level, ...]] = ("L1", "L2", "L3")


class Evidence(msgspec.Struct, frozen=True):
    """One place where a skill asks for a primitive.

    `start:end` are characters of the present text of `block`. `weight` says how much it counts: by itself
    1 is enough for most primitives. `reason` says in words what the agent has to do there.
    """

    block: str
    start: int
    end: int
    level: Level
    weight: float
    reason: str


class Detected(msgspec.Struct, frozen=True):
    """A primitive that there is evidence for in a skill: the lowest level that suffices, why, and where.

    `strength` is the weight of the evidence over what its detector wants; see `sure`.
    """

    level: Level
    reason: str
    evidence: tuple[Evidence, ...]
    strength: float = 1.0


def sure(found: Detected | None) -> Detected | None:
    """What was found, where its evidence weighs what its detector wants."""
    return found if found is not None and found.strength >= 1 else None


def rank(level: str) -> int:
    """0 for L0 to 3 for L3."""
    return int(level[1:])


def highest(levels: Iterable[Level]) -> Level:
    """The highest of some levels, of which there is at least one."""
    return level_of(max(rank(level) for level in levels))


def level_of(number: int) -> Level:
    """The level with this number, from 1 to 3; what lies outside is taken to the nearest."""
    return LEVELS[min(max(number, 1), 3) - 1]
