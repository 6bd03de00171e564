"""Verdicts: what the sightings of one need come to, and whether it is required."""

from collections.abc import Sequence
from typing import Final

from skillrt.environment.sighting import Place, Sighting
from skillrt.ir import Dependency

_PLAIN: Final = {"use": "used in", "install": "installed in", "declare": "declared in"}
_PLACES: Final[dict[Place, str]] = {
    "script": "a bundled program",
    "main": "the instructions",
    "document": "another document",
    "declared": "a file that declares needs",
}
_FETCHES: Final = frozenset({"npm install", "npx", "npm create"})
ONLY_SHOWN: Final = "only in an example"
_OPTIONAL: Final = {
    "guarded": "used only where it is there",
    "spared": "a program goes on without it",
    "tied": "used only where a project has files for it",
    "told": "only named in a message of a program",
    "optional": "called optional",
    "alternative": "one of several ways",
    "example": ONLY_SHOWN,
}


def dependency_of(sightings: Sequence[Sighting]) -> Dependency:
    """The dependency behind all sightings of one kind and name, at least one of them."""
    ordered = sorted(sightings, key=_reading_order)
    # a program that tests whether it is there does without it
    tested = {item.span.file for item in ordered if item.manner == "guarded" and item.place == "script"}
    plain = [
        item
        for item in ordered
        if item.manner in _PLAIN and item.place != "document" and item.span.file not in tested
    ]
    first = plain[0] if plain else ordered[0]
    why = _why(first) if plain else _unneeded(ordered)
    return Dependency(
        blocks=tuple(dict.fromkeys(item.block for item in ordered if item.block)),
        span=first.span,
        kind=first.kind,
        name=first.name,
        required=bool(plain),
        why=why,
        version=_version(ordered),
        extras=tuple(sorted({extra for item in ordered for extra in item.extras})),
        modules=tuple(sorted({item.module for item in ordered if item.module})),
        via=tuple(dict.fromkeys(item.via for item in ordered)),
        evidence=tuple(dict.fromkeys(item.span for item in (first, *ordered))),
    )


def _unneeded(ordered: Sequence[Sighting]) -> str:
    """Why something is not required, by the first place that says so itself."""
    first = ordered[0]
    if first.place == "script" and first.manner in _PLAIN:
        return _OPTIONAL["guarded"]  # the file tests whether it is there
    return _OPTIONAL.get(first.manner, "only in a document that is read on demand")


def _version(ordered: Sequence[Sighting]) -> str:
    """The first version that is stated. A tag (`next`) speaks for one command, not for those that fetch without."""
    stated = [item.version for item in ordered if item.version]
    if any(item.kind == "node" and item.via in _FETCHES and not item.version for item in ordered):
        stated = [version for version in stated if any(map(str.isdigit, version))]
    return next(iter(stated), "")


def _why(item: Sighting) -> str:
    return f"{_PLAIN[item.manner]} {_PLACES[item.place]} ({item.via})"


def _reading_order(item: Sighting) -> tuple[bool, Sighting]:
    return item.span.file.lower() != "skill.md", item
