"""Targets side by side, primitive by primitive, and what compiling makes of the difference: `skillrt profile`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from skillrt.primitives import catalogue
from skillrt.report.columns import columns
from skillrt.report.target_levels import MARKS, ORIGINS, level_data, trials_text
from skillrt.store import Manifest
from skillrt.store.records import GapRecord
from skillrt.targets import Target


class Change(msgspec.Struct, frozen=True):
    """Something that compiling a skill decides otherwise for another target: what it is about, and both decisions."""

    skill: str
    about: str
    first: str
    other: str
    target: str


def map_data(
    names: Sequence[str], targets: Sequence[Target], changes: Sequence[Change] = (), compiled: bool = False
) -> dict[str, Any]:
    """Everything as plain data for JSON. `names` tell apart targets that are the same by another profile.

    `compiled`: whether skills were compiled for the targets, so that no change means none was found.
    """
    measured = {item.primitive for target in targets for item in target.capabilities.measured}
    known = sorted({*measured, *(item.id for item in catalogue())})
    rows: list[dict[str, Any]] = [
        {"primitive": name, "cells": [_cell(target, name) for target in targets]} for name in known
    ]
    return {
        "targets": [_head(name, target) for name, target in zip(names, targets, strict=True)],
        "primitives": rows,
        "differs": [row["primitive"] for row in rows if len({cell["aim"] for cell in row["cells"]}) > 1],
        "changes": [msgspec.to_builtins(item) for item in changes],
        "compiled": compiled,
    }


def map_text(data: Mapping[str, Any]) -> str:
    """A row a primitive, a column a target: `L2 ++-`; ends with a newline."""
    return "\n".join(_lines(data)) + "\n"


def changes_between(skill: str, target: str, first: Manifest, other: Manifest) -> Iterator[Change]:
    """What became of each gap of the skill, where that is not the same."""
    one, two = ({gap.primitive: gap for gap in manifest.gaps} for manifest in (first, other))
    for name in sorted({*one, *two}):
        words = gap_words(one.get(name)), gap_words(two.get(name))
        if words[0] != words[1]:
            yield Change(skill, name, *words, target)
    edits = len(first.edits), len(other.edits)
    if edits[0] != edits[1]:
        yield Change(skill, "edits", f"{edits[0]} edits", f"{edits[1]} edits", target)


def gap_words(gap: GapRecord | None) -> str:
    """What compiling did about a gap, in words."""
    if gap is None:
        return "no gap: left as it is"
    how = f" by {', '.join(gap.rules)}" if gap.rules else ""
    return f"asks {gap.required}, holds {gap.aim}: {gap.status}{how}"


def _head(name: str, target: Target) -> dict[str, Any]:
    found = target.capabilities
    return {"name": name, "target": str(target), "origin": found.origin, "sources": list(found.sources)}


def _cell(target: Target, name: str) -> dict[str, Any]:
    found = target.capabilities
    aim = found.aim(name)
    return {
        "aim": f"L{aim}",
        "doubt": bool(aim) and found.status(name, aim) != "held",
        "origin": found.tier(name),
        "levels": {f"L{level}": level_data(found, name, level) for level in (1, 2, 3)},
    }


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for at, head in enumerate(data["targets"], 1):
        yield f"{at}  {head['name']}: levels from {ORIGINS[head['origin']]}"
    yield ""
    heads = [str(at) for at in range(1, len(data["targets"]) + 1)]
    rows = [("PRIMITIVE", *heads, "")]
    rows += [_row(row, data["differs"]) for row in data["primitives"]]
    yield from columns(rows)
    yield f"  L1 to L3: {', '.join(f'{mark} {status}' for status, mark in MARKS.items())}; the level it is taken for"
    if data["changes"]:
        yield ""
        yield "what compiling decides otherwise"
        rows = [("SKILL", "ABOUT", "1", "OTHER", "FOR")]
        rows += [(row["skill"], row["about"], row["first"], row["other"], row["target"]) for row in data["changes"]]
        yield from columns(rows)
    elif data["compiled"]:
        yield ""
        yield "compiling decides nothing otherwise"


def _row(row: Mapping[str, Any], differs: Sequence[str]) -> tuple[str, ...]:
    cells = (
        f"{cell['aim']} {''.join(MARKS[level['status']] for level in cell['levels'].values())}"
        for cell in row["cells"]
    )
    return (row["primitive"], *cells, "differs" if row["primitive"] in differs else "")


def cell_words(cell: Mapping[str, Any]) -> str:
    """The trials of each level: `L1 + 4/4, L2 - 0/2, L3 .`."""
    return ", ".join(f"{name} {trials_text(level)}" for name, level in cell["levels"].items())
