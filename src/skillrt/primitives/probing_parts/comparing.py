"""Say in words where a value differs from the one that was asked for."""

from typing import Any, cast

_SHOWN = 80


def difference(expected: object, found: object) -> str:
    """The first difference, with its place; empty where both are the same. 2 equals 2.0."""
    waiting: list[tuple[str, object, object]] = [("", expected, found)]
    while waiting:
        place, one, other = waiting.pop()
        why = _differs(one, other)
        if why:
            return f"at `{place or 'the top'}`: {why}"
        if isinstance(one, dict):
            mine, theirs = cast(dict[str, Any], one), cast(dict[str, Any], other)
            waiting.extend((f"{place}.{key}".strip("."), mine[key], theirs[key]) for key in reversed(mine))
        elif isinstance(one, list):
            pairs = zip(cast(list[Any], one), cast(list[Any], other), strict=True)
            waiting.extend(reversed([(f"{place}[{at}]", a, b) for at, (a, b) in enumerate(pairs)]))
    return ""


def _differs(expected: object, found: object) -> str:
    """Empty for the same leaf, or for containers of the same kind, keys and length."""
    if isinstance(expected, dict):
        return _keys(cast(dict[str, Any], expected), found)
    if isinstance(expected, list):
        wanted = cast(list[Any], expected)
        if not isinstance(found, list):
            return f"a list is wanted, not {shown(found)}"
        count = len(cast(list[Any], found))
        return "" if count == len(wanted) else f"{len(wanted)} items are wanted, not {count}"
    same_kind = type(expected) is type(found) or (_number(expected) and _number(found))
    return "" if same_kind and expected == found else f"{shown(expected)} is wanted, not {shown(found)}"


def _keys(expected: dict[str, Any], found: object) -> str:
    if not isinstance(found, dict):
        return f"an object is wanted, not {shown(found)}"
    keys = cast(dict[Any, Any], found)
    lacks = [key for key in expected if key not in keys]
    more = [key for key in keys if key not in expected]
    if lacks:
        return f"the key {shown(lacks[0])} is missing"
    return f"the key {shown(more[0])} was not asked for" if more else ""


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(value: object) -> str:
    """A value for a message: short, and what it is where that is not plain."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    try:
        text = repr(value)
    except ValueError:
        return "a huge number"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
