"""Targets side by side as one HTML file that needs nothing else."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from skillrt.report.fragments import filled, framed
from skillrt.report.profile_map import cell_words
from skillrt.report.target_levels import ORIGINS

_SHADES: Final = {"L3": "fit", "L2": "gap-1", "L1": "gap-2", "L0": "gap-4"}


def profile_map_html(data: Mapping[str, Any]) -> str:
    """The page. Every text is escaped, and a content policy forbids whatever might be overlooked."""
    targets = data["targets"]
    title = f"{len(targets)} target{'' if len(targets) == 1 else 's'}, {len(data['primitives'])} primitives"
    body = _filled(
        "body",
        {"title": title},
        {
            "heads": "".join(_filled("head", {"name": head["name"], "of": head["origin"]}) for head in targets),
            "rows": "".join(_row(row) for row in data["primitives"]),
            "changes": _changes(data),
            "targets": "".join(_target(head) for head in targets),
        },
    )
    return framed(title, body, style="heat_map.css")


def shade(cell: Mapping[str, Any]) -> str:
    """The class of a cell: by the level that the target is taken to hold; `doubt` where that is in doubt."""
    return "doubt" if cell["doubt"] else _SHADES[cell["aim"]]


def _row(row: Mapping[str, Any]) -> str:
    return _filled("row", {"primitive": row["primitive"]}, {"cells": "".join(_cell(cell) for cell in row["cells"])})


def _cell(cell: Mapping[str, Any]) -> str:
    measured = any(level["trials"] for level in cell["levels"].values())
    aside = ("in doubt" if measured else "not measured") if cell["doubt"] else ""
    words = cell_words(cell) if measured else ""
    return _filled("cell", {"shade": shade(cell), "level": cell["aim"], "aside": aside, "words": words})


def _changes(data: Mapping[str, Any]) -> str:
    if not data["changes"]:
        return _filled("no-change", {"words": "Nothing, of the skills that were given."})
    rows = "".join(_filled("change", row) for row in data["changes"])
    return _filled("table", {"first": data["targets"][0]["name"]}, {"rows": rows})


def _target(head: Mapping[str, Any]) -> str:
    sources = "".join(_filled("source", {"words": words}) for words in head["sources"])
    return _filled("target", {"name": head["name"], "origin": ORIGINS[head["origin"]]}, {"sources": sources})


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("profile_map.html", fragment, texts, markup)
