"""Endings of files: which are plain text, which name the same format."""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Final

import msgspec

_SEVERAL: Final = 2


@cache
def text_endings() -> frozenset[str]:
    """Endings of files that are plain text to whatever reads them."""
    return frozenset(_table().text)


def served_endings(proven: Collection[str]) -> frozenset[str]:
    """The endings that files may have where these were proven: those of the same formats too, and those of all plain
    texts where several were proven and one of them is a plain text's."""
    found = {ending for row in _table().formats for ending in row if not set(row).isdisjoint(proven)}
    if len(proven) >= _SEVERAL and not text_endings().isdisjoint(proven):
        found |= text_endings()
    return frozenset(found.union(proven))


class _Table(msgspec.Struct, frozen=True):
    text: tuple[str, ...]
    formats: tuple[tuple[str, ...], ...]


@cache
def _table() -> _Table:
    text = resources.files("skillrt.jit").joinpath("data/endings.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)
