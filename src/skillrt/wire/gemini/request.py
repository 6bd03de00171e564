"""Requests. The system instruction is a first message of the role `system`."""

import msgspec

from skillrt.wire.codec import EncodedRequest, NotUnderstood
from skillrt.wire.exchange import Message, Part, Request, Role, ToolCall, ToolResult, ToolSpec
from skillrt.wire.gemini.choices import take_settings, written_settings
from skillrt.wire.gemini.parts import Calls, decode_part, encode_part
from skillrt.wire.gemini.paths import USUAL_PREFIX, Path, decode_path, encode_path
from skillrt.wire.gemini.tools import decode_tools, encode_tools
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extras,
    items,
    marked,
    members,
    parse_object,
    rebuild,
    to_bytes,
)
from skillrt.wire.members import objects_in

ROLES: dict[str, Role] = {"user": "user", "model": "assistant", "function": "tool"}
# The provider takes these too; read as unknown members they would hide what the request says.
_OTHER_SPELLINGS = ("system_instruction", "generation_config", "tool_config")


def decode_request(body: bytes, path: str) -> Request:
    """The request in a body posted to a path; raises NotUnderstood."""
    where = decode_path(path)
    found = parse_object(body)
    if any(key in found for key in _OTHER_SPELLINGS):
        raise NotUnderstood("members are spelled with underscores")
    messages: list[Message] = []
    calls = Calls()
    if "systemInstruction" in found:
        system = members(found.pop("systemInstruction"))
        if system is None:
            raise NotUnderstood("the system instruction is no content")
        messages.append(_decode_content(dict(system), "system", calls))
    contents = objects_in(found.pop("contents", None))
    if contents is None:
        raise NotUnderstood("the contents are no list of contents")
    for number, content in enumerate(contents):
        calls.enter(number)
        messages.append(_decode_message(dict(content), calls))
    tools: list[ToolSpec] = []
    if entries := items(found.get("tools")):
        del found["tools"]
        tools = decode_tools(entries)
    marks = _path_marks(where)
    settings = take_settings(found, marks)
    return Request(
        dialect="gemini",
        model=where.model,
        messages=tuple(messages),
        tools=tuple(tools),
        stream=where.stream,
        settings=settings,
        extra=extras(found, marks),
    )


def encode_request(request: Request) -> EncodedRequest:
    """The request as path and body."""
    system, messages = _split_system(request.messages)
    names = {part.id: part.name for message in messages for part in message.parts if isinstance(part, ToolCall)}
    known: Members = {"contents": [_encode_message(message, names) for message in messages]}
    if system is not None:
        known["systemInstruction"] = _content(system, {})
    if request.tools:
        known["tools"] = encode_tools(request.tools)
    known.update(written_settings(request))
    return EncodedRequest(encode_path(_path(request)), to_bytes(rebuild({}, request.extra, known)))


def wants_events(request: Request) -> bool:
    """Is a stream of this request an event stream, and not one JSON list?"""
    return marked(request.extra, "list") is None


def _path_marks(where: Path) -> Members:
    return {
        "list": True if where.stream and not where.events else None,
        "events": True if where.events and not where.stream else None,
        "prefix": where.prefix if where.prefix != USUAL_PREFIX else None,
        "query": where.query or None,
    }


def _path(request: Request) -> Path:
    prefix, query = marked(request.extra, "prefix"), marked(request.extra, "query")
    events = request.stream and wants_events(request)
    return Path(
        request.model,
        request.stream,
        events or marked(request.extra, "events") is True,
        prefix if isinstance(prefix, str) else USUAL_PREFIX,
        query if isinstance(query, str) else "",
    )


def _decode_message(content: Members, calls: Calls) -> Message:
    word = content.get("role")
    role = ROLES.get(word) if isinstance(word, str) else ("user" if "role" not in content else None)
    if role is None:
        raise NotUnderstood(f"the role of a content is {word!r}")
    return _decode_content(content, role, calls)


def _decode_content(content: Members, role: Role, calls: Calls) -> Message:
    listed = items(content.get("parts"))
    if listed is None and "parts" in content:
        raise NotUnderstood("the parts of a content are no list")
    parts = tuple([decode_part(value, calls) for value in listed or ()])
    lacking: list[Json] = [] if listed is not None else ["parts"]
    content.pop("parts", None)
    if role != "system":
        lacking += ["role"] if "role" not in content else []
        content.pop("role", None)
    marks: Members = {ABSENT: lacking or None, "role": "function" if role == "tool" else None}
    return Message(role=role, parts=parts, extra=extras(content, marks))


def _split_system(messages: tuple[Message, ...]) -> tuple[Message | None, list[Message]]:
    """The system messages at the beginning as one, and the others; one in between speaks as the user, since there is
    no other place for it."""
    count = next((at for at, one in enumerate(messages) if one.role not in ("system", "developer")), len(messages))
    if not count:
        return None, list(messages)
    first = messages[0]
    parts = tuple(part for message in messages[:count] for part in message.parts)
    return msgspec.structs.replace(first, parts=parts), list(messages[count:])


def _encode_message(message: Message, names: dict[str, str]) -> Members:
    content = _content(message, names)
    if "role" not in (items(marked(message.extra, ABSENT)) or ()):
        usual = "model" if message.role == "assistant" else "user"
        content["role"] = marked(message.extra, "role") or usual
    return content


def _content(message: Message, names: dict[str, str]) -> Members:
    parts: list[Json] = [encode_part(_named(part, names)) for part in message.parts]
    known: Members = {"parts": parts} if parts else {}
    return rebuild({"parts": []}, message.extra, known)


def _named(part: Part, names: dict[str, str]) -> Part:
    """A result has to name its tool; other dialects leave that to the call's id."""
    if isinstance(part, ToolResult) and not part.name:
        return msgspec.structs.replace(part, name=names.get(part.call, "") or "unknown")
    return part
