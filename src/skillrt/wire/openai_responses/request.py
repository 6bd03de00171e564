"""Requests. `instructions` and a system message are told apart by marks: a first system message of one plain text is
written as `instructions`, unless it has the mark `input`."""

import msgspec

from skillrt.wire.codec import EncodedRequest, NotUnderstood
from skillrt.wire.exchange import Message, Opaque, Part, Request, Role, Text, ToolSpec
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    items,
    mark,
    marked,
    members,
    parse_object,
    rebuild,
    take_text,
    take_true,
    to_bytes,
    to_text,
    try_parse,
)
from skillrt.wire.members import settled
from skillrt.wire.openai_responses.choices import take_settings, written_settings
from skillrt.wire.openai_responses.content import plain
from skillrt.wire.openai_responses.items import (
    Form,
    decode_item,
    encode_items,
    encode_message,
    message_content,
    opaque_item,
    stands_in_message,
)
from skillrt.wire.openai_responses.tools import decode_tools, encode_tools, ride_of, riding

PATH = "/responses"

# the assistant's items are read together; tools answer in items that have no role
ROLES: dict[str, Role] = {"user": "user", "system": "system", "developer": "developer"}

_REQUEST = Form()
_BARE: Members = {"type": "message"}


def decode_request(body: bytes) -> Request:
    """The request in a body; raises NotUnderstood."""
    found = parse_object(body)
    messages: list[Message] = []
    tools: list[ToolSpec] = []
    if instructions := take_text(found, "instructions"):
        messages.append(Message(role="system", parts=(Text(text=instructions),)))
    given = found.get("input")
    listed = items(given)
    if isinstance(given, str):
        messages.append(Message(role="user", parts=(Text(text=given),), extra=(mark("text", True),)))
        del found["input"]
    elif listed is None:
        raise NotUnderstood("the input is neither a text nor a list")
    else:
        del found["input"]
        messages += _messages(listed, tools, first=not messages)
    offered = items(found.get("tools"))
    if offered:
        del found["tools"]
        tools = decode_tools(offered) + tools
    model, stream = take_text(found, "model"), take_true(found, "stream")
    settings = take_settings(found, tools)
    return Request(
        dialect="openai-responses",
        model=model,
        messages=tuple(messages),
        tools=tuple(tools),
        stream=stream,
        settings=settings,
        extra=extras(found),
    )


def encode_request(request: Request) -> EncodedRequest:
    """The request as path and body."""
    known: Members = {"model": request.model} if request.model else {}
    messages = request.messages
    if messages and _is_instructions(messages[0]):
        known["instructions"] = plain(messages[0].parts[0])
        messages = messages[1:]
    if len(messages) == 1 and marked(messages[0].extra, "text") and len(messages[0].parts) == 1:
        known["input"] = plain(messages[0].parts[0])
    elif messages:
        known["input"] = [item for message in messages for item in _items(message, request.tools)]
    offered = [tool for tool in request.tools if ride_of(tool) is None]
    if offered:
        known["tools"] = encode_tools(offered)
    if request.stream:
        known["stream"] = True
    known.update(written_settings(request))
    return EncodedRequest(PATH, to_bytes(rebuild({"input": []}, request.extra, known)))


def _messages(listed: list[Json], tools: list[ToolSpec], first: bool) -> list[Message]:
    """Messages of the items of `input`; the tools of `additional_tools` items are added to `tools`."""
    found: list[Message] = []
    together: list[Part] = []
    rides = 0
    for place, value in enumerate(listed):
        item = members(value)
        if item is None:
            together.append(opaque_item(value))
        elif _is_output(item):
            _close(found, together)
            found.append(Message(role="tool", parts=decode_item(item, place, _REQUEST, after_text=False)))
        elif (role := _role(item)) is not None:
            _close(found, together)
            found.append(_own_message(dict(item), role, tools, rides))
            rides += item.get("type") == "additional_tools"
        else:
            after_text = bool(together) and stands_in_message(together[-1])
            together += decode_item(item, place, _REQUEST, after_text)
    _close(found, together)
    if first and found and _is_instructions(found[0]):
        found[0] = msgspec.structs.replace(found[0], extra=(mark("input", True),))
    return found


def _close(found: list[Message], together: list[Part]) -> None:
    if together:
        found.append(Message(role="assistant", parts=tuple(together)))
        together.clear()


def _role(item: Members) -> Role | None:
    role = item.get("role")
    return ROLES.get(role) if isinstance(role, str) else None


def _own_message(item: Members, role: Role, tools: list[ToolSpec], ride: int) -> Message:
    """A message of a role other than the assistant's; what else has a role is kept as it is."""
    inner = items(item.get("tools"))
    if item.get("type") == "additional_tools" and inner:
        tools += riding(inner, ride)
        del item["tools"]
        part = Opaque(type="additional_tools", json=to_text(item), extra=(mark("whole", True), mark("tools", ride)))
        return Message(role=role, parts=(part,))
    is_message = item.get("type", "message") == "message"
    parts = message_content(item.get("content"), role, _REQUEST) if is_message else None
    if parts is None:
        return Message(role=role, parts=(opaque_item(item),))
    del item["role"]
    string = isinstance(item.pop("content"), str)
    return Message(role=role, parts=parts, extra=settled(item, _BARE, {"string": string or None}))


def _is_output(item: Members) -> bool:
    kind = item.get("type")
    return isinstance(kind, str) and kind.endswith("_output")


def _is_instructions(message: Message) -> bool:
    """Is it written as `instructions`?"""
    if message.role != "system" or message.extra or len(message.parts) != 1:
        return False
    return bool(plain(message.parts[0]))


def _items(message: Message, tools: tuple[ToolSpec, ...]) -> list[Json]:
    if not message.parts and message.role != "assistant":
        return [encode_message((), message.role, _REQUEST, 0, message.extra)]
    ride = marked(message.parts[0].extra, "tools") if message.parts else None
    if ride is not None and isinstance(message.parts[0], Opaque):
        inner = encode_tools([tool for tool in tools if ride_of(tool) == ride])
        return [{**(members(try_parse(message.parts[0].json)) or {}), "tools": inner}]
    role = "user" if message.role == "tool" else message.role
    return encode_items(message.parts, role, _REQUEST, extra=message.extra)
