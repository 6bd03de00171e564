"""Messages of a conversation, and the message that answers it."""

from typing import cast

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.content import FORM, decode_content, encode_content
from skillrt.wire.exchange import Extra, Media, Message, Opaque, Part, Role, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extras,
    items,
    mark,
    marked,
    members,
    missing,
    rebuild,
    take_text,
    without,
)
from skillrt.wire.openai_chat.parts import (
    LEGACY,
    Content,
    decode_call,
    decode_function_call,
    decode_part,
    encode_call,
    encode_part,
    is_legacy,
    stands_in,
)

# under which key providers send a model's reasoning; the first is written where nothing else is known
REASONING_KEYS = ("reasoning_content", "reasoning")
REASONING_KEY = "key"

_WORDY = ("system", "developer", "user")


def decode_message(value: Json) -> Message:
    """One message. NotUnderstood for roles that are not known."""
    message = members(value)
    if message is None:
        raise NotUnderstood("a message is no object")
    role = message.get("role")
    if role in _WORDY:
        parts, form = decode_content(message, "list", decode_part)
        if form is None and len(message) == 2:
            return Message(role=cast(Role, role), parts=parts)
        extra = extras(without(message, "role", "content"), {FORM: form})
        return Message(role=cast(Role, role), parts=parts, extra=extra)
    if role == "assistant":
        rest = without(message, "role")
        parts, marks = take_answer(rest)
        return Message(role="assistant", parts=parts, extra=extras(rest, marks))
    if role == "tool":
        return _decode_result(message)
    if role == "function":
        return _decode_legacy_result(message)
    raise NotUnderstood(f"a message of the role {role!r}")


def take_answer(message: Members) -> tuple[tuple[Part, ...], Members]:
    """Take what a model said out of a message: reasoning, content, refusal, calls. With the marks to keep."""
    parts: list[Part] = []
    for key in REASONING_KEYS:
        if text := take_text(message, key):
            parts.append(Thinking(text=text, extra=_key_mark(key)))
            break
    content, form = decode_content(message, "null", decode_part)
    message.pop("content", None)
    parts += content
    if refusal := take_text(message, "refusal"):
        parts.append(Text(text=refusal, refusal=True))
    if calls := items(message.get("tool_calls")):
        del message["tool_calls"]
        parts += [decode_call(call) for call in calls]
    if call := decode_function_call(message.get("function_call")):
        del message["function_call"]
        parts.append(call)
    return tuple(parts), {FORM: form}


def _key_mark(key: str) -> tuple[Extra, ...]:
    return () if key == REASONING_KEYS[0] else (mark(REASONING_KEY, key),)


def _decode_result(message: Members) -> Message:
    call = message.get("tool_call_id", "")
    if not isinstance(call, str):
        raise NotUnderstood("a tool_call_id that is no text")
    parts, form = decode_content(message, "list", decode_part)
    rest = without(message, "role", "content", "tool_call_id")
    name = take_text(rest, "name")
    marks: Members = {FORM: form, ABSENT: missing(message, ("tool_call_id",))}
    return Message(role="tool", parts=(ToolResult(call=call, content=parts, name=name),), extra=extras(rest, marks))


def _decode_legacy_result(message: Members) -> Message:
    parts, form = decode_content(message, "list", decode_part)
    rest = without(message, "role", "content")
    name = take_text(rest, "name")
    result = ToolResult(call="", content=parts, name=name)
    return Message(role="tool", parts=(result,), extra=extras(rest, {FORM: form, LEGACY: True}))


def encode_messages(messages: tuple[Message, ...]) -> list[Members]:
    """All messages; each result of a tool is a message of its own."""
    written: list[Members] = []
    for message in messages:
        results = [part for part in message.parts if isinstance(part, ToolResult)]
        written += [_encode_result(result, message.extra) for result in results]
        if len(results) < len(message.parts) or not results:
            written.append(_encode_message(message))
    return written


def _encode_message(message: Message) -> Members:
    if message.role == "assistant":
        return rebuild({"role": "assistant"}, message.extra, encode_answer(message.parts, message.extra))
    role = "user" if message.role == "tool" else message.role
    parts = [part for part in message.parts if isinstance(part, Content)]
    content = encode_content(parts, marked(message.extra, FORM), "list", encode_part)
    return rebuild({"role": role}, message.extra, content)


def _encode_result(result: ToolResult, extra: tuple[Extra, ...]) -> Members:
    content = encode_content(list(result.content), marked(extra, FORM), "list", encode_part)
    named: Members = {"name": result.name} if result.name else {}
    if is_legacy(extra):
        return rebuild({"role": "function"}, extra, {**named, **content})
    called: Members = {"tool_call_id": result.call} if result.call else {}
    return rebuild({"role": "tool", "tool_call_id": ""}, extra, {**called, **named, **content})


def encode_answer(parts: tuple[Part, ...], extra: tuple[Extra, ...]) -> Members:
    """What a model said as members of a message: reasoning, content, refusal, calls, in this order."""
    content: list[Content] = []
    calls: list[ToolCall | Opaque] = []
    thinking: list[Thinking] = []
    refusals: list[str] = []
    answer: Members = {}
    for part in parts:
        if isinstance(part, Text) and part.refusal and not stands_in(part, "content"):
            refusals.append(part.text)
        elif isinstance(part, ToolCall) and is_legacy(part.extra):
            answer["function_call"] = {"name": part.name, "arguments": part.arguments}
        elif isinstance(part, ToolCall) or (isinstance(part, Opaque) and stands_in(part, "tool_calls")):
            calls.append(part)
        elif isinstance(part, Text | Media | Opaque):
            content.append(part)
        elif isinstance(part, Thinking) and part.text:
            thinking.append(part)
    if thinking:
        answer[_reasoning_key(thinking[0])] = "".join(part.text for part in thinking)
    answer.update(encode_content(content, marked(extra, FORM), "null", encode_part))
    if refusals:
        answer["refusal"] = "\n".join(refusals)
    if calls:
        answer["tool_calls"] = [encode_call(call) for call in calls]
    return answer


def _reasoning_key(part: Thinking) -> str:
    key = marked(part.extra, REASONING_KEY) if part.extra else None
    return key if isinstance(key, str) else REASONING_KEYS[0]
