"""What a skill needs outside its folder, counted, and what of it nothing in the skill tells people to have."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import cast

from skillrt.environment.find import sightings_of
from skillrt.environment.sighting import Sighting
from skillrt.environment.verdicts import dependency_of
from skillrt.ir import Dependency, Module
from skillrt.surveys.record import Needs
from skillrt.targets import generic_host


def needs_of(module: Module) -> dict[str, Needs]:
    """The needs of a module by kind."""
    found: dict[str, Needs] = {}
    for _, sightings in sorted(sightings_of(module).items()):
        need = dependency_of(sightings)
        old = found.get(need.kind, Needs())
        found[need.kind] = Needs(
            required=old.required + need.required,
            optional=old.optional + (not need.required),
            undeclared=old.undeclared + is_undeclared(need, sightings),
        )
    return found


def is_undeclared(need: Dependency, sightings: Sequence[Sighting]) -> bool:
    """Whether a need is required, and only its use shows it: no install line, no file or key that declares needs, no
    sentence that names it. What every machine has (the host `generic`) needs no declaration."""
    if not need.required or (need.kind == "system" and generic_host().has(need.name)):
        return False
    return not any(item.manner in ("install", "declare") or item.via in _said() for item in sightings)


@cache
def _said() -> frozenset[str]:
    source = resources.files("skillrt.surveys") / "data" / "declared.toml"
    table = cast("dict[str, list[str]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return frozenset(table["said"])
