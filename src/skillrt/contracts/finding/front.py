"""The front matter of a skill by its keys, and the files that it says the skill puts out."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final, cast

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import FrontLine
from skillrt.contracts.lock_file import clean
from skillrt.errors import Place
from skillrt.ir import Module

_TOLD: Final = frozenset({"name", "allowed-tools"})  # by lines of their own
_DIGITS: Final = 8
_MANY: Final = 40  # keys of one mapping
_DEPTH: Final = 2  # mappings in mappings
_FILE: Final = re.compile(r"(?<![\w./-])(?:\.{1,2}/)?[\w-][\w./-]{0,120}\.([A-Za-z][A-Za-z0-9]{0,9})\b(?!/)")
_LONGEST: Final = 4000


def front_of(module: Module, skill: str) -> Iterator[tuple[FrontLine, Place | None]]:
    """One line for all keys."""
    block = module.front_matter_block
    if block is None:
        return
    rows = (f"{clean(key)} {_digest(value)}" for key, value in values_of(module))
    yield FrontLine(skill=skill, keys=tuple(sorted(dict.fromkeys(rows)))), place_at(block.span)


def values_of(module: Module) -> Iterator[tuple[str, object]]:
    """Each key with its value; those of a mapping with its own before them: `metadata.version`."""
    for item in module.front_matter.entries:
        if item.key not in _TOLD:
            yield from _flat(item.key, item.value, _DEPTH)


def _flat(key: str, value: object, depth: int) -> Iterator[tuple[str, object]]:
    inner = cast("dict[object, object]", value) if isinstance(value, dict) and depth else {}
    if not 0 < len(inner) <= _MANY:
        yield key, value
    else:
        for name, one in inner.items():
            yield from _flat(f"{key}.{' '.join(str(name).split())}", one, depth - 1)


def files_put_out(module: Module) -> Iterator[tuple[str, Place]]:
    """Files that front matter lists as what the skill puts out."""
    block = module.front_matter_block
    for _, value in entries_of(module, "putting") if block is not None else ():
        text = " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value or "")
        for found in _FILE.finditer(text[:_LONGEST]):
            if block is not None and found.group(1).lower() in tables()["endings"]:
                yield found.group(), place_at(block.span)


def entries_of(module: Module, keys: str) -> Iterator[tuple[str, Any]]:
    """The entries with one of these keys, of `metadata` too."""
    for item in module.front_matter.entries:
        if item.key == "metadata" and isinstance(item.value, dict):
            inner = cast("dict[Any, Any]", item.value)
            yield from ((str(key), value) for key, value in inner.items() if str(key) in tables()[keys])
        elif item.key in tables()[keys]:
            yield item.key, item.value


def _digest(value: object) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else repr(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
