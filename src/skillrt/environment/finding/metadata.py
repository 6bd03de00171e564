"""Needs in the front matter's metadata: `requires: {bins: [...], env: [...]}`, at its top or one level below."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from skillrt.ir import FrontMatter


def mapping_of(value: object) -> Mapping[str, Any]:
    """A YAML value as a mapping; empty where it is none."""
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def strings_of(value: object) -> tuple[str, ...]:
    """A YAML value as strings: itself, or those in a list."""
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def metadata_tables(matter: FrontMatter) -> Iterator[Mapping[str, Any]]:
    """The metadata, and each table right below it (`metadata.openclaw`)."""
    metadata = mapping_of(matter.get("metadata"))
    for value in (metadata, *metadata.values()):
        if table := mapping_of(value):
            yield table
