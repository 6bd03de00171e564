"""What a primitive capability is.

A primitive is one folder below `primitives/`: `primitive.toml` says what it is and what its levels mean, `detect.py`
finds where a skill asks for it, `lower.py` rewrites the skill so that it asks for less, `probe.py` (where it has one)
measures whether a target has it.
"""

from collections.abc import Callable, Iterable

import msgspec

from skillrt.primitives.base import Detected, Level
from skillrt.primitives.draft import Draft, Gap, NoDraft
from skillrt.primitives.probing import Probe
from skillrt.primitives.view.view import SkillView


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
    """A primitive, ready to be asked. `detect` and `lower` are pure and raise nothing on any skill.

    `probe` loads its probe; None where it has none.
    """

    facts: Facts
    detect: Callable[[SkillView], Detected | None]
    lower: Callable[[SkillView, Gap], Iterable[Draft | NoDraft]]
    probe: Callable[[], Probe] | None = None

    @property
    def id(self) -> str:
        """`gen.code.python`."""
        return self.facts.id
