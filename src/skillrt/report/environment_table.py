"""Bound environments as a table and as JSON, and what was taken away of them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from skillrt.environment.kept import Kept, Removed
from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown

SHOWN: Final = 12
"""So many digits of a key tell environments apart."""
_NAMES: Final = 6


def environments_text(found: Sequence[Kept]) -> str:
    """A line an environment, then how much they are; ends with a newline."""
    if not found:
        return "no environment is bound\n"
    rows = [("ENVIRONMENT", "STATE", "SIZE", "PACKAGES AS OF", "MADE FOR")]
    rows += [
        (item.key[:SHOWN], item.state, _size(item.size), item.date or "-", _made_for(item) or "-") for item in found
    ]
    return lines_shown((*columns(rows, ""), "", *_sums(found)))


def environments_json(found: Sequence[Kept]) -> str:
    """The same as one object; sizes in bytes, keys whole."""
    return _json({"environments": msgspec.to_builtins(found)})


def removed_text(found: Removed, *, dry: bool) -> str:
    """What went and what stayed; ends with a newline."""
    went = "would be removed" if dry else "removed"
    lines = [f"{went}: {item.key[:SHOWN]} ({item.state}, {_size(item.size)})" for item in found.gone]
    lines += [f"stays, for it is being bound, or was since: {item.key[:SHOWN]}" for item in found.spared]
    lines.append(f"{_number(found.gone)} {went}, {_size(sum(item.size for item in found.gone))}")
    return "\n".join(lines) + "\n"


def removed_json(found: Removed) -> str:
    """The same as one object."""
    return _json(msgspec.to_builtins(found))


def _sums(found: Sequence[Kept]) -> Iterator[str]:
    yield f"{_number(found)}, {_size(sum(item.size for item in found))}"
    unused = [item for item in found if item.state != "used"]
    if unused:
        size = _size(sum(item.size for item in unused))
        yield f"no skill uses {len(unused)} of them ({size}): `skillrt bound remove --unused`"


def _made_for(item: Kept) -> str:
    names = [name.partition(":")[2] for name in item.selected]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    python = f"python {item.python}" if item.python else ""
    return ": ".join(filter(None, (python, ", ".join(names[:_NAMES]) + more)))


def _number(found: Sequence[Kept]) -> str:
    return "1 environment" if len(found) == 1 else f"{len(found)} environments"


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB"


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, indent=2) + "\n"
