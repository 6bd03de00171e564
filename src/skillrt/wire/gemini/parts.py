"""Parts of a content to parts of the normal form and back.

Older models give calls no id, and results none either. Such a call gets an id by its place, with the mark `no-id`, so
that it goes back without; such a result gets the id of the first call of its name that the last content with calls
left open.
"""

import msgspec

from skillrt.wire.exchange import Extra, Media, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.gemini.media import decode_media, encode_media
from skillrt.wire.gemini.results import decode_result, encode_result
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extras,
    mark,
    marked,
    members,
    rebuild,
    take_text,
    to_text,
    try_parse,
)
from skillrt.wire.members import folded, unfolded

# members of a part that say what it holds; it has one of them
DATA = ("text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult")


class Calls:
    """The calls of one conversation so far whose results have not been seen, and the ids of those without one."""

    def __init__(self, prefix: str = "call") -> None:
        self._prefix = prefix
        self._content = -1
        self._made = 0
        self._open: list[tuple[str, str]] = []

    def enter(self, content: int) -> None:
        """The content with this number begins."""
        self._content = content
        self._made = 0

    def made(self, identity: str, name: str) -> str:
        """The id of a call, made up where it has none."""
        if self._made == 0:
            self._open.clear()
        number = self._made
        self._made += 1
        if not identity:
            place = f"{self._content}-{number}" if self._content >= 0 else str(number)
            identity = f"{self._prefix}-{place}"
        self._open.append((identity, name))
        return identity

    def answered(self, identity: str, name: str) -> str:
        """The id of the call that a result answers: its own, else that of the first open call of its name."""
        found = next((one for one in self._open if one[0] == identity or (not identity and one[1] == name)), None)
        if found is not None:
            self._open.remove(found)
        if identity:
            return identity
        number = self._made
        self._made += found is None
        return found[0] if found else f"result-{self._content}-{number}"


def decode_part(value: object, calls: Calls) -> Part:
    """One part; what is not understood is `Opaque`."""
    found = dict(members(value) or {})
    data = [key for key in DATA if key in found]
    kind = data[0] if len(data) == 1 else ("thought" if not data and found.get("thought") is True else "")
    part: Part | None = None
    if kind == "text" or kind == "thought":
        part = _text(found)
    elif kind == "inlineData" or kind == "fileData":
        part = decode_media(found)
    elif kind == "functionCall":
        part = _call(found, calls)
    elif kind == "functionResponse":
        part = _result(found, calls)
    return part or Opaque(type=data[0] if data else "", json=to_text(value))


def encode_part(part: Part) -> Json:
    """A part as it stands in a content."""
    if isinstance(part, Text):
        return rebuild({}, part.extra, {"text": part.text})
    if isinstance(part, Thinking):
        signed: Members = {"thoughtSignature": part.signature} if part.signature else {}
        said: Members = {"text": part.text} if part.text else {}
        return rebuild({"text": ""}, part.extra, {"thought": True, **said, **signed})
    if isinstance(part, Media):
        return encode_media(part)
    if isinstance(part, ToolCall):
        return _encode_call(part)
    if isinstance(part, ToolResult):
        known: Members = {"functionResponse": encode_result(part)}
        return rebuild({}, outer(part.extra), known)
    return try_parse(part.json)


def outer(extra: tuple[Extra, ...]) -> tuple[Extra, ...]:
    """The extras of a part itself, where `inner` holds those of the call or result in it."""
    return unfolded(marked(extra, "outer"))


def inner_and_outer(inner: tuple[Extra, ...], found: Members) -> tuple[Extra, ...]:
    """The extras of a call or result with those of the part around it."""
    return (*inner, mark("outer", folded(extras(found)))) if found else inner


def _text(found: Members) -> Text | Thinking | None:
    text = found.get("text", "")
    if not isinstance(text, str):
        return None
    if found.get("thought") is not True:
        del found["text"]
        return Text(text=text, extra=extras(found))
    lacking = None if "text" in found else ["text"]
    found.pop("text", None)
    del found["thought"]
    signature = take_text(found, "thoughtSignature")
    return Thinking(text=text, signature=signature, extra=extras(found, {ABSENT: lacking}))


def _call(found: Members, calls: Calls) -> ToolCall | None:
    inner = dict(members(found.get("functionCall")) or {})
    name = take_text(inner, "name")
    args = members(inner.get("args"))
    if not name or (args is None and "args" in inner):
        return None
    del found["functionCall"]
    inner.pop("args", None)
    signature = take_text(found, "thoughtSignature")
    identity = take_text(inner, "id")
    marks: Members = {ABSENT: None if args is not None else ["args"], "no-id": None if identity else True}
    extra = inner_and_outer(extras(inner, marks), found)
    return ToolCall(
        id=calls.made(identity, name), name=name, arguments=to_text(args or {}), signature=signature, extra=extra
    )


def _encode_call(part: ToolCall) -> Members:
    known: Members = {"name": part.name}
    args = members(try_parse(part.arguments)) if part.arguments else {}
    if args is None:
        # free text, or JSON that a model got wrong
        args = {"input": part.arguments}
    if args:
        known["args"] = args
    if marked(part.extra, "no-id") is None:
        known["id"] = part.id
    inner = rebuild({"args": {}}, part.extra, known)
    signed: Members = {"thoughtSignature": part.signature} if part.signature else {}
    return rebuild({}, outer(part.extra), {"functionCall": inner, **signed})


def _result(found: Members, calls: Calls) -> ToolResult | None:
    inner = dict(members(found.get("functionResponse")) or {})
    result = decode_result(inner)
    if result is None:
        return None
    del found["functionResponse"]
    call = calls.answered(result.call, result.name)
    return msgspec.structs.replace(result, call=call, extra=inner_and_outer(result.extra, found))
