"""JSON objects to and from the normal form, so that nothing of them is lost.

A decoder takes the members it knows out of an object (`take_*`), in the one form in which its encoder would write
them, and keeps all that is left with `extras`. What the normal form cannot say although it matters for getting the
same body back (a string where others write a list, a key that is missing) it keeps as a *mark*: an `Extra` whose key
begins with one `~`. A member whose own key begins with `~` is kept with a second one, so that the two never mix.
"""

from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Extra
from skillrt.wire.halves import without_halves

Json = object
Members = dict[str, object]

MARK = "~"
# keys that the encoder would write and that the body does not have
ABSENT = "absent"

# integers beyond this are no floats any more
_EXACT = 2**53
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


def parse(data: bytes | str) -> Json:
    """The value of JSON text; escapes of half a surrogate pair are read as U+FFFD.

    NotUnderstood where it is none, or nested deeper than the stack reaches.
    """
    try:
        return cast(Json, _decode(data))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        whole = without_halves(data)
        if whole == data:
            raise NotUnderstood(f"no JSON: {fault}") from None
    return parse(whole)


def parse_object(data: bytes | str) -> Members:
    """The members of a JSON object."""
    value = parse(data)
    if not isinstance(value, dict):
        raise NotUnderstood(f"a JSON object was expected, not {type(value).__name__}")
    return cast(Members, value)


def try_parse(data: bytes | str) -> Json | None:
    """The value of JSON text, None where it is none (or `null`)."""
    try:
        return parse(data)
    except NotUnderstood:
        return None


def to_text(value: Json) -> str:
    """JSON text without spaces."""
    return to_bytes(value).decode()


def to_bytes(value: Json) -> bytes:
    """JSON without spaces; NotUnderstood where it is nested too deeply or holds text that is no Unicode."""
    try:
        return _encode(value)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise NotUnderstood(f"cannot be written as JSON: {fault}") from None


def raw(text: str) -> msgspec.Raw:
    """JSON text, to be put into a larger value as it is."""
    return msgspec.Raw(without_halves(text).encode())


def members(value: Json) -> Members | None:
    """`value` where it is an object."""
    return cast(Members, value) if isinstance(value, dict) else None


def items(value: Json) -> list[Json] | None:
    """`value` where it is a list."""
    return cast("list[Json]", value) if isinstance(value, list) else None


def take_text(source: Members, key: str) -> str:
    """Take a text that is not empty; "" and nothing taken otherwise."""
    value = source.get(key)
    if isinstance(value, str) and value:
        del source[key]
        return value
    return ""


def take_count(source: Members, key: str) -> int:
    """Take a number of tokens above 0; 0 and nothing taken otherwise."""
    value = source.get(key)
    if type(value) is int and 0 < value < _EXACT:
        del source[key]
        return value
    return 0


def take_integer(source: Members, key: str) -> int | None:
    """Take a whole number; None and nothing taken otherwise."""
    value = source.get(key)
    if type(value) is int and -_EXACT < value < _EXACT:
        del source[key]
        return value
    return None


def take_number(source: Members, key: str) -> float | None:
    """Take a number; None and nothing taken otherwise."""
    value = source.get(key)
    if type(value) is float or (type(value) is int and -_EXACT < value < _EXACT):
        del source[key]
        return float(value)
    return None


def take_boolean(source: Members, key: str) -> bool | None:
    """Take true or false; None and nothing taken otherwise."""
    value = source.get(key)
    if isinstance(value, bool):
        del source[key]
        return value
    return None


def take_true(source: Members, key: str) -> bool:
    """Take a `true`; False and nothing taken otherwise."""
    if source.get(key) is True:
        del source[key]
        return True
    return False


def take_texts(source: Members, key: str) -> tuple[str, ...]:
    """Take a list of texts that is not empty; () and nothing taken otherwise."""
    value = items(source.get(key))
    if value and all(isinstance(item, str) for item in value):
        del source[key]
        return tuple(cast("list[str]", value))
    return ()


def take_constant(source: Members, key: str, value: Json) -> bool:
    """Take a member that always has this value; False and nothing taken where it has another or is missing."""
    if key in source and source[key] == value and type(source[key]) is type(value):
        del source[key]
        return True
    return False


def extras(rest: Mapping[str, Json], marks: Mapping[str, Json] | None = None) -> tuple[Extra, ...]:
    """What is left of an object, and marks, each with its value as JSON text. A mark that is None is none."""
    if not rest and not marks:
        return ()
    kept = [
        Extra(key=MARK + key if key.startswith(MARK) else key, json=to_text(value)) for key, value in rest.items()
    ]
    kept += [mark(key, value) for key, value in (marks or {}).items() if value is not None]
    return tuple(kept)


def mark(key: str, value: Json) -> Extra:
    """A mark."""
    return Extra(key=MARK + key, json=to_text(value))


def marked(extra: Iterable[Extra], key: str) -> Json | None:
    """The value of a mark; None where it is not set."""
    for one in extra:
        if one.key.startswith(MARK) and one.key == MARK + key:
            return try_parse(one.json)
    return None


def extra_text(extra: Iterable[Extra], key: str) -> str | None:
    """The JSON text of a member that was kept; None where there is none."""
    return next((one.json for one in extra if one.key == key), None)


def kept(extra: Iterable[Extra]) -> Members:
    """The members that were kept, ready to be written; marks are not among them."""
    found: Members = {}
    for one in extra:
        if not one.key.startswith(MARK):
            found[one.key] = raw(one.json)
        elif one.key.startswith(MARK + MARK):
            found[one.key[1:]] = raw(one.json)
    return found


def rebuild(constants: Members, extra: tuple[Extra, ...], known: Members) -> Members:
    """An object of what is always so, what was kept, and what the normal form says, which wins.

    Keys that were missing stay away where the normal form has nothing to say about them.
    """
    if not extra:
        return {**constants, **known}
    built = {**constants, **kept(extra), **known}
    for key in items(marked(extra, ABSENT)) or ():
        if isinstance(key, str) and key not in known:
            built.pop(key, None)
    return built


def missing(source: Members, keys: Iterable[str]) -> list[str] | None:
    """Which of the keys an object lacks, for the mark ABSENT; None where it lacks none."""
    return [key for key in keys if key not in source] or None


def without(source: Members, *keys: str) -> Members:
    """The members apart from those."""
    return {key: value for key, value in source.items() if key not in keys}
