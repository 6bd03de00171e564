"""JSON for the tests of dialects: random values, and bodies changed in random places."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

KEYS = st.sampled_from(
    ["x_new", "~absent", "~", "type", "text", "id", "extra_content", "signature", "name", "content"]
)
LEAVES = st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats(-10, 10) | st.text('a~é🎉"\\', max_size=4)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=5
)


def comparable(value: Any) -> Any:
    """A form in which values are equal where their JSON is: 1 and 1.0 are the same number, true is none."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(item) for item in value]
    return ("flag", value) if isinstance(value, bool) else value


def same(left: bytes | str | object, right: bytes | str | object) -> bool:
    """Are two values, or two JSON texts, the same JSON?"""
    values = [json.loads(side) if isinstance(side, bytes | str) else side for side in (left, right)]
    return comparable(values[0]) == comparable(values[1])


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value with each of its keys or indexes."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return found


@st.composite
def with_unknown_members(draw: st.DrawFn, bodies: list[Any]) -> Any:
    """A body with members that nobody knows in some of its objects."""
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    objects = [body] + [box[key] for box, key in places(body) if isinstance(box[key], dict)]
    for index in draw(st.lists(st.integers(0, len(objects) - 1), min_size=1, max_size=5)):
        objects[index][draw(st.sampled_from(["x_new", "~absent", "~x", "vendor"]))] = draw(VALUES)
    return body


@st.composite
def changed(draw: st.DrawFn, bodies: list[Any]) -> Any:
    """A body in which some values are others, are missing or are new."""
    body = copy.deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 4))):
        found = places(body)
        if not found:
            return body
        box, key = found[draw(st.integers(0, len(found) - 1))]
        change = draw(st.sampled_from(["value", "drop", "add"]))
        if change == "value":
            box[key] = draw(VALUES)
        elif change == "drop":
            del box[key]
        elif isinstance(box, dict):
            box[draw(KEYS)] = draw(VALUES)
        else:
            box.insert(key, draw(VALUES))
    return body


@st.composite
def cut(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """Bytes in pieces."""
    ends = sorted(draw(st.lists(st.integers(0, len(data)), max_size=10)))
    return [data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True)]
