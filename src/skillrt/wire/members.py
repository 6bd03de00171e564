"""Constants and nested objects on top of `json_text`: what the dialects with items and candidates share."""

from collections.abc import Iterable, Mapping
from typing import cast

from skillrt.wire.exchange import Extra
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extra_text,
    extras,
    items,
    members,
    raw,
    take_constant,
    to_text,
)
from skillrt.wire.json_text import try_parse as try_parse


def settled(
    source: Members, constants: Mapping[str, Json], marks: Mapping[str, Json] | None = None
) -> tuple[Extra, ...]:
    """What is left of an object: without members that have the value they always have, with a mark for those that are
    missing. `rebuild` with the same constants undoes it. Empties `source` of what it drops."""
    lacking = [key for key in constants if key not in source]
    for key, value in constants.items():
        # 0 and false inside an object are equal for Python, not for us
        if members(value) is None or to_text(source.get(key)) == to_text(value):
            take_constant(source, key, value)
    return extras(source, {**(marks or {}), ABSENT: lacking or None})


def folded(extra: Iterable[Extra]) -> Members | None:
    """Extras as one JSON object, to be kept in a mark; None where there are none."""
    return {one.key: raw(one.json) for one in extra} or None


def unfolded(value: Json) -> tuple[Extra, ...]:
    """The extras that `folded` was given."""
    found = members(value)
    return tuple([Extra(key=key, json=to_text(one)) for key, one in found.items()]) if found else ()


def kept_object(extra: Iterable[Extra], key: str) -> Members:
    """An object that was kept under a key, or an empty one."""
    text = extra_text(extra, key)
    return dict(members(try_parse(text)) or {}) if text is not None else {}


def objects_in(value: Json) -> list[Members] | None:
    """The value where it is a list of objects only."""
    found = items(value)
    if found is None or not all(isinstance(one, dict) for one in found):
        return None
    return cast("list[Members]", found)


def without(extra: Iterable[Extra], *keys: str) -> tuple[Extra, ...]:
    """Extras apart from some."""
    return tuple([one for one in extra if one.key not in keys])
