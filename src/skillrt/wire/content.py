"""`content` that is a text, a list of parts, null or missing: to parts and back in the same form."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Text
from skillrt.wire.json_text import Json, Members, items

# the mark that keeps the form where it is not what the encoder would write
FORM = "content"
KEY = "content"

_MISSING = object()

P = TypeVar("P")


def decode_content(
    source: Members, if_empty: str, decode_part: Callable[[Json], P]
) -> tuple[tuple[P | Text, ...], str | None]:
    """The parts of `content`, and its form where the encoder would write another (`if_empty` for no part at all)."""
    content = source.get(KEY, _MISSING)
    if isinstance(content, str):
        return (Text(text=content),), None
    if content is None or content is _MISSING:
        form = "absent" if content is _MISSING else "null"
        return (), None if form == if_empty else form
    listed = items(content)
    if listed is None:
        raise NotUnderstood(f"content is neither text nor a list but {type(content).__name__}")
    parts = tuple([decode_part(item) for item in listed])
    usual = len(parts) > 1 or (len(parts) == 1 and not is_plain(parts[0])) or (not parts and if_empty == "list")
    return parts, None if usual else "list"


def encode_content(
    parts: Sequence[P | Text], form: Json | None, if_empty: str, encode_part: Callable[[P | Text], Json]
) -> Members:
    """`content` as a member, or nothing where it was not there."""
    if len(parts) == 1 and form != "list" and isinstance(parts[0], Text) and is_plain(parts[0]):
        return {KEY: parts[0].text}
    if parts:
        return {KEY: [encode_part(part) for part in parts]}
    form = form or if_empty
    if form == "absent":
        return {}
    return {KEY: None if form == "null" else []}


def is_plain(part: object) -> bool:
    """True for words of which a mere text says all."""
    return isinstance(part, Text) and not part.extra and not part.refusal
