"""Strategies for JSON values and for bodies that are nearly right, and how JSON is compared."""

import itertools
import json
from typing import Any

import msgspec
from hypothesis import strategies as st

from skillrt.wire.exchange import Extra

words = st.text(max_size=6)
scalars = (
    st.none() | st.booleans() | st.integers(-3, 2**60) | st.floats(allow_nan=False, allow_infinity=False) | words
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
)
# keys that look like marks, like members of the wire, and like neither
odd_keys = st.sampled_from(["~item", "~~", "~absent", "id", "status", "extra", "", "type"]) | words
odd_members = st.dictionaries(odd_keys, anything, max_size=2)


def same_json(one: object) -> str:
    """A text that is equal for equal JSON; 1, 1.0 and true stay apart only as far as JSON has them apart."""
    return json.dumps(_plain(one), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 2**53 else repr(value)
    return value


def thing(known: dict[str, st.SearchStrategy[Any]], needed: dict[str, Any] | None = None) -> st.SearchStrategy[Any]:
    """An object with needed members, some of the known ones, and sometimes ones that are wrong."""
    right = st.fixed_dictionaries({key: st.just(value) for key, value in (needed or {}).items()}, optional=known)
    return st.builds(lambda base, odd: {**odd, **base}, right, st.just({}) | odd_members) | st.builds(
        lambda base, odd: {**base, **odd}, right, odd_members
    )


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """The bytes in pieces, cut at these places (any numbers)."""
    ends = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in itertools.pairwise(ends)] or [data]


def ordered(value: Any) -> Any:
    """A value of the normal form as plain data, extras in order of their keys: the order of members says nothing."""
    if isinstance(value, msgspec.Struct):
        fields = {name: ordered(getattr(value, name)) for name in value.__struct_fields__}
        fields["extra"] = sorted((one["key"], same_json(json.loads(one["json"]))) for one in fields.get("extra", []))
        return {"": type(value).__name__, **fields} if not isinstance(value, Extra) else msgspec.to_builtins(value)
    return [ordered(one) for one in value] if isinstance(value, tuple | list) else value
