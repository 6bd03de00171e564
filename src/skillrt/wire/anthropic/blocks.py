"""Content blocks: text, images and documents, thinking, calls of tools and their results.

What a server tool did, and blocks that nobody knows here, stay as they are.
"""

import base64
import binascii

import msgspec

from skillrt.wire.content import FORM, decode_content, encode_content
from skillrt.wire.exchange import Media, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extras,
    marked,
    members,
    missing,
    raw,
    rebuild,
    to_text,
    try_parse,
    without,
)
from skillrt.wire.media import ANY_IMAGE, PDF

PLAIN = "text/plain"
EMPTY_INPUT = "{}"


def decode_block(value: Json) -> Part:
    """One block; opaque where it has a shape that is not known."""
    block = members(value)
    if block is None:
        return Opaque(type="", json=to_text(value))
    kind = block.get("type")
    found = _decode(block, kind) if isinstance(kind, str) else None
    return found or Opaque(type=kind if isinstance(kind, str) else "", json=to_text(block))


def _decode(block: Members, kind: str) -> Part | None:
    if kind == "text":
        text = block.get("text")
        if not isinstance(text, str):
            return None
        return Text(text=text) if len(block) == 2 else Text(text=text, extra=extras(without(block, "type", "text")))
    if kind == "tool_use":
        return _decode_call(block)
    if kind == "tool_result":
        return _decode_result(block)
    if kind in ("thinking", "redacted_thinking"):
        return _decode_thinking(block, kind)
    return _decode_media(block, kind) if kind in ("image", "document") else None


def _decode_call(block: Members) -> ToolCall | None:
    identity, name = block.get("id"), block.get("name")
    if not isinstance(identity, str) or not isinstance(name, str) or "input" not in block:
        return None
    extra = extras(without(block, "type", "id", "name", "input")) if len(block) > 4 else ()
    return ToolCall(id=identity, name=name, arguments=to_text(block["input"]), extra=extra)


def _decode_result(block: Members) -> ToolResult | None:
    call, content = block.get("tool_use_id"), block.get("content")
    if not isinstance(call, str) or not (content is None or isinstance(content, str | list)):
        return None
    parts, form = decode_content(block, "absent", decode_result_block)
    taken = ["type", "tool_use_id", "content"]
    if failed := block.get("is_error") is True:
        taken.append("is_error")
    extra = extras(without(block, *taken), {FORM: form})
    return ToolResult(call=call, content=parts, is_error=failed, extra=extra)


def decode_result_block(value: Json) -> Text | Media | Opaque:
    """A block inside the result of a tool."""
    part = decode_block(value)
    if isinstance(part, Text | Media | Opaque):
        return part
    kind = (members(value) or {}).get("type")
    return Opaque(type=kind if isinstance(kind, str) else "", json=to_text(value))


def _decode_thinking(block: Members, kind: str) -> Thinking | None:
    if kind == "redacted_thinking":
        hidden = block.get("data")
        if not isinstance(hidden, str) or not hidden:
            return None
        return Thinking(hidden=hidden, extra=extras(without(block, "type", "data")))
    text, signature = block.get("thinking", ""), block.get("signature", "")
    if not isinstance(text, str) or not isinstance(signature, str):
        return None
    marks: Members = {ABSENT: missing(block, ("thinking", "signature"))}
    return Thinking(
        text=text, signature=signature, extra=extras(without(block, "type", "thinking", "signature"), marks)
    )


def _decode_media(block: Members, kind: str) -> Media | None:
    source = members(block.get("source"))
    if source is None:
        return None
    form, media_type = source.get("type"), source.get("media_type")
    content = source.get("url") if form == "url" else source.get("data")
    if not isinstance(content, str) or not content or len(source) != (2 if form == "url" else 3):
        return None
    if form == "url":
        found = Media(media_type=ANY_IMAGE if kind == "image" else PDF, url=content)
    elif not isinstance(media_type, str) or media_type.startswith("image/") != (kind == "image"):
        return None
    elif form == "text" and media_type == PLAIN:
        found = Media(media_type=PLAIN, data=base64.b64encode(content.encode()).decode())
    elif form == "base64" and media_type != PLAIN:
        found = Media(media_type=media_type, data=content)
    else:
        return None
    extra = extras(without(block, "type", "source"))
    return msgspec.structs.replace(found, extra=extra) if extra else found


def encode_block(part: Part) -> Members | msgspec.Raw:
    """One block."""
    if isinstance(part, Opaque):
        return raw(part.json)
    if isinstance(part, Text):
        if not part.extra:
            return {"type": "text", "text": part.text}
        return rebuild({"type": "text"}, part.extra, {"text": part.text})
    if isinstance(part, ToolCall):
        known: Members = {"id": part.id, "name": part.name, "input": raw(input_of(part))}
        return rebuild({"type": "tool_use"}, part.extra, known)
    if isinstance(part, ToolResult):
        return _encode_result(part)
    if isinstance(part, Thinking):
        return _encode_thinking(part)
    return rebuild({"type": _media_kind(part)}, part.extra, {"source": _source(part)})


def _encode_result(part: ToolResult) -> Members:
    known = encode_content(part.content, marked(part.extra, FORM) if part.extra else None, "absent", encode_block)
    known["tool_use_id"] = part.call
    if part.is_error:
        known["is_error"] = True
    return rebuild({"type": "tool_result"}, part.extra, known)


def _encode_thinking(part: Thinking) -> Members:
    if part.hidden:
        return rebuild({"type": "redacted_thinking"}, part.extra, {"data": part.hidden})
    said: Members = {"thinking": part.text, "signature": part.signature}
    known: Members = {key: text for key, text in said.items() if text}
    return rebuild({"type": "thinking", "thinking": "", "signature": ""}, part.extra, known)


def _media_kind(part: Media) -> str:
    return "image" if part.media_type.startswith("image/") else "document"


def _source(part: Media) -> Members:
    if part.url:
        return {"type": "url", "url": part.url}
    if part.media_type == PLAIN:
        try:
            text = base64.b64decode(part.data, validate=True).decode()
            return {"type": "text", "media_type": PLAIN, "data": text}
        except (binascii.Error, UnicodeDecodeError):
            pass
    return {"type": "base64", "media_type": part.media_type, "data": part.data}


def input_of(call: ToolCall) -> str:
    """The JSON text of a call's input.

    What is no JSON (free text for a custom tool, or what a model got wrong) is the one member of an object.
    """
    if not call.arguments.strip():
        return EMPTY_INPUT
    if call.kind == "function" and (call.arguments == EMPTY_INPUT or _is_json(call.arguments)):
        return call.arguments
    return to_text({"input": call.arguments})


def _is_json(text: str) -> bool:
    return try_parse(text) is not None or text.strip() == "null"
