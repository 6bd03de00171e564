"""A matrix as plain data: what JSON prints and the page shows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import msgspec

import skillrt
from skillrt.matrix.cell import KINDS, Cell, Row
from skillrt.report.target_levels import target_head
from skillrt.targets import Target

SCHEMA_VERSION: Final = 1


def matrix_data(targets: Sequence[Target], rows: Sequence[Row]) -> dict[str, Any]:
    """Targets with their sums, and a row a skill."""
    return {
        "schema_version": SCHEMA_VERSION,
        "skillrt": skillrt.__version__,
        "targets": [_target(target, [row.cells[at] for row in rows]) for at, target in enumerate(targets)],
        "skills": [
            {"name": row.name, "where": row.where, "cells": [cell_data(cell) for cell in row.cells]} for row in rows
        ],
    }


def cell_data(cell: Cell) -> dict[str, Any]:
    """One cell."""
    tokens = cell.tokens
    return {
        "state": state(cell),
        "evidence": cell.evidence,
        "closed": cell.closed,
        "left": cell.left,
        "gaps": msgspec.to_builtins(cell.gaps),
        "losses": msgspec.to_builtins(cell.losses),
        "lacks": msgspec.to_builtins(cell.lacks),
        "edits": cell.edits,
        "tokens": None
        if tokens is None
        else {
            name: [pair.before, pair.after]
            for name, pair in (("listed", tokens.listed), ("activation", tokens.activation), ("read", tokens.read))
        },
        "seen": msgspec.to_builtins(cell.seen),
        "error": cell.error,
    }


def state(cell: Cell) -> str:
    """`fails` (no variant), `left` (a gap stays), `lossy` (what the harness lacks), `closed`, `fits` (no gap)."""
    if cell.error:
        return "fails"
    if cell.left:
        return "left"
    if cell.losses:
        return "lossy"
    return "closed" if cell.gaps else "fits"


def words(cell: Cell) -> str:
    """The cell in a few words, without what the host lacks."""
    if cell.error:
        return "no variant"
    parts = [f"{cell.left} left"] if cell.left else []
    parts += [f"{cell.closed} closed"] if cell.closed else []
    parts += [f"{len(cell.losses)} lost"] if cell.losses else []
    return ", ".join(parts) or "fits"


def _target(target: Target, cells: Sequence[Cell]) -> dict[str, Any]:
    states = Counter(state(cell) for cell in cells)
    kinds = Counter(cell.evidence for cell in cells)
    pairs = [cell.tokens.activation for cell in cells if cell.tokens is not None]
    return {
        **target_head(target),
        "sums": {
            **{name: states[name] for name in ("fits", "closed", "lossy", "left", "fails")},
            "gaps_closed": sum(cell.closed for cell in cells),
            "gaps_left": sum(cell.left for cell in cells),
            "losses": sum(len(cell.losses) for cell in cells),
            "programs_absent": sum(bool(cell.absent) for cell in cells),
            "tokens_before": sum(pair.before for pair in pairs),
            "tokens_after": sum(pair.after for pair in pairs),
            "evidence": {kind: kinds[kind] for kind in KINDS},
        },
    }
