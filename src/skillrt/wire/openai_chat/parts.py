"""Parts of messages: the content parts of Chat Completions, and the calls of tools.

Members of the object inside a part (`image_url.detail`) are kept by their own key, members beside that object under
the mark `outer`.
"""

import msgspec

from skillrt.wire.exchange import Extra, Media, Opaque, Part, Text, ToolCall
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extras,
    kept,
    mark,
    marked,
    members,
    missing,
    raw,
    rebuild,
    to_text,
    without,
)
from skillrt.wire.media import ANY_IMAGE, PDF, data_url, split_data_url

Content = Text | Media | Opaque

# marks: where a part stood, and what is written in the way of old
PLACE = "in"
LEGACY = "legacy"
OUTER = "outer"


def decode_part(value: Json) -> Content:
    """One content part; opaque where it has a shape that is not known."""
    part = members(value)
    if part is None:
        return Opaque(type="", json=to_text(value))
    kind = part.get("type")
    if kind == "text" and isinstance(text := part.get("text"), str):
        return Text(text=text) if len(part) == 2 else Text(text=text, extra=extras(without(part, "type", "text")))
    if kind == "refusal" and isinstance(text := part.get("refusal"), str):
        return Text(text=text, refusal=True, extra=extras(without(part, "type", "refusal"), {PLACE: "content"}))
    media = _decode_media(part, kind) if isinstance(kind, str) else None
    return media or Opaque(type=kind if isinstance(kind, str) else "", json=to_text(part))


def _decode_media(part: Members, kind: str) -> Media | None:
    inner = members(part.get(kind))
    if inner is None:
        return None
    if kind == "image_url":
        found = _linked(inner.get("url"), "image/", ANY_IMAGE)
        taken = ("url",)
    elif kind == "file":
        found = _linked(inner.get("file_data"), "", PDF)
        taken = ("file_data",)
        if found and found.media_type.startswith(("image/", "audio/")):
            return None
    elif kind == "input_audio":
        found = _heard(inner)
        taken = ("data", "format")
    else:
        return None
    if found is None:
        return None
    rest = without(part, "type", kind)
    return msgspec.structs.replace(found, extra=extras(without(inner, *taken), {OUTER: rest or None}))


def _linked(url: Json, wanted: str, otherwise: str) -> Media | None:
    if not isinstance(url, str) or not url:
        return None
    split = split_data_url(url)
    if split and split[0].startswith(wanted):
        return Media(media_type=split[0], data=split[1])
    return Media(media_type=otherwise, url=url)


def _heard(inner: Members) -> Media | None:
    data, form = inner.get("data"), inner.get("format")
    if isinstance(data, str) and data and isinstance(form, str) and form:
        return Media(media_type=f"audio/{form}", data=data)
    return None


def encode_part(part: Content) -> Members | msgspec.Raw:
    """One content part."""
    if isinstance(part, Opaque):
        return raw(part.json)
    if isinstance(part, Text):
        kind = "refusal" if part.refusal else "text"
        return rebuild({"type": kind}, part.extra, {kind: part.text})
    url = part.url or data_url(part.media_type, part.data)
    if part.media_type.startswith("image/"):
        return _boxed("image_url", part.extra, {"url": url})
    if part.media_type.startswith("audio/") and part.data:
        return _boxed(
            "input_audio", part.extra, {"data": part.data, "format": part.media_type.removeprefix("audio/")}
        )
    return _boxed("file", part.extra, {"file_data": url})


def _boxed(kind: str, extra: tuple[Extra, ...], known: Members) -> Members:
    outer = members(marked(extra, OUTER)) or {}
    return {**outer, "type": kind, kind: {**kept(extra), **known}}


def decode_call(value: Json) -> ToolCall | Opaque:
    """One of `tool_calls`."""
    call = members(value) or {}
    kind = "custom" if call.get("type") == "custom" else "function"
    words = "input" if kind == "custom" else "arguments"
    inner, identity = members(call.get(kind)), call.get("id", "")
    name = inner.get("name") if inner else None
    arguments = inner.get(words) if inner else None
    usual = isinstance(name, str) and isinstance(arguments, str) and isinstance(identity, str)
    if inner is None or not usual or call.get("type", "function") != kind:
        return Opaque(type=str(call.get("type", "")), json=to_text(value), extra=(mark(PLACE, "tool_calls"),))
    if len(call) == 3 and len(inner) == 2 and "id" in call and "type" in call:
        return ToolCall(id=str(identity), name=str(name), arguments=str(arguments), kind=kind)
    marks: Members = {"inner": without(inner, "name", words) or None, ABSENT: missing(call, ("id", "type"))}
    extra = extras(without(call, "id", "type", kind), marks)
    return ToolCall(id=str(identity), name=str(name), arguments=str(arguments), kind=kind, extra=extra)


def encode_call(call: ToolCall | Opaque) -> Members | msgspec.Raw:
    """One of `tool_calls`."""
    if isinstance(call, Opaque):
        return raw(call.json)
    inner: Members = {"name": call.name, "input" if call.kind == "custom" else "arguments": call.arguments}
    if not call.extra:
        return {"id": call.id, "type": call.kind, call.kind: inner}
    inner.update(members(marked(call.extra, "inner")) or {})
    known: Members = {"id": call.id} if call.id else {}
    return rebuild({"id": "", "type": call.kind}, call.extra, {**known, call.kind: inner})


def decode_function_call(value: Json) -> ToolCall | None:
    """The `function_call` of old; None where it is none or more than that."""
    call = members(value)
    if call is None or len(call) != 2:
        return None
    name, arguments = call.get("name"), call.get("arguments")
    if not isinstance(name, str) or not isinstance(arguments, str):
        return None
    return ToolCall(id="", name=name, arguments=arguments, extra=(mark(LEGACY, True),))


def stands_in(part: Part, place: str) -> bool:
    """True where a part is marked to stand there."""
    return bool(part.extra) and marked(part.extra, PLACE) == place


def is_legacy(extra: tuple[Extra, ...]) -> bool:
    """True for what was written in the way of `functions` and `function_call`."""
    return bool(extra) and marked(extra, LEGACY) is True
