"""Requests of Anthropic Messages.

The member `system` is the first message, of the role `system`; a message of that role that stands first among the
messages instead is marked.
"""

from collections.abc import Mapping
from typing import cast

import msgspec

from skillrt.wire.anthropic.blocks import decode_block, encode_block
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.content import FORM, decode_content, encode_content
from skillrt.wire.exchange import Message, Request, Role, Settings, ToolSpec
from skillrt.wire.json_text import (
    ABSENT,
    Json,
    Members,
    extra_text,
    extras,
    items,
    mark,
    marked,
    members,
    missing,
    parse_object,
    raw,
    rebuild,
    take_integer,
    take_number,
    take_text,
    take_texts,
    take_true,
    to_bytes,
    to_text,
    try_parse,
    without,
)

PLACE = "in"
THINKING = "thinking"
_ROLES = ("user", "assistant", "system")
_ROLE_WORDS: Mapping[Role, str] = {"developer": "system", "tool": "user"}
_BUDGET = "budget:"
_CHOICES = ("auto", "any", "none", "tool")
_NO_SCHEMA = {"type": "object"}


def decode_request(body: bytes) -> Request:
    """The request in a body."""
    rest = parse_object(body)
    listed = items(rest.pop("messages", None))
    if listed is None:
        raise NotUnderstood("a request without messages")
    model = take_text(rest, "model")
    messages = [*_take_system(rest), *[_decode_message(message) for message in listed]]
    if messages and messages[0].role == "system" and len(messages) == len(listed):
        first = messages[0]
        messages[0] = msgspec.structs.replace(first, extra=(*first.extra, mark(PLACE, "messages")))
    tools = items(rest.get("tools")) or []
    if tools:
        del rest["tools"]
    marks: Members = {}
    settings = _take_settings(rest, marks)
    return Request(
        dialect="anthropic-messages",
        model=model,
        messages=tuple(messages),
        tools=tuple([_decode_tool(tool) for tool in tools]),
        stream=take_true(rest, "stream"),
        settings=settings,
        extra=extras(rest, marks),
    )


def encode_request(request: Request) -> bytes:
    """The body of a request."""
    messages = request.messages
    known: Members = {"model": request.model} if request.model else {}
    if messages and messages[0].role in ("system", "developer") and marked(messages[0].extra, PLACE) is None:
        form = marked(messages[0].extra, FORM)
        known["system"] = encode_content(messages[0].parts, form, "list", encode_block).get("content", [])
        messages = messages[1:]
    known["messages"] = [_encode_message(message) for message in messages]
    if request.tools:
        known["tools"] = [_encode_tool(tool) for tool in request.tools]
    if request.stream:
        known["stream"] = True
    known.update(_encode_settings(request))
    return to_bytes(rebuild({}, request.extra, known))


def _take_system(rest: Members) -> list[Message]:
    system = rest.get("system")
    if not isinstance(system, str | list):
        return []
    del rest["system"]
    parts, form = decode_content({"content": system}, "list", decode_block)
    return [Message(role="system", parts=parts, extra=extras({}, {FORM: form}))]


def _decode_message(value: Json) -> Message:
    message = members(value)
    role = message.get("role") if message is not None else None
    if message is None or role not in _ROLES:
        raise NotUnderstood(f"a message of the role {role!r}")
    parts, form = decode_content(message, "list", decode_block)
    if form is None and len(message) == 2:
        return Message(role=cast(Role, role), parts=parts)
    extra = extras(without(message, "role", "content"), {FORM: form})
    return Message(role=cast(Role, role), parts=parts, extra=extra)


def _encode_message(message: Message) -> Members:
    form = marked(message.extra, FORM) if message.extra else None
    content = encode_content(message.parts, form, "list", encode_block)
    return rebuild({"role": _ROLE_WORDS.get(message.role, message.role)}, message.extra, content)


def _decode_tool(value: Json) -> ToolSpec:
    tool = members(value)
    if tool is None or tool.get("type", "custom") != "custom":
        kind = tool.get("name", tool.get("type")) if tool else None
        return ToolSpec(name=kind if isinstance(kind, str) else "", kind="built-in", raw=to_text(value))
    rest = dict(tool)
    name, description = take_text(rest, "name"), take_text(rest, "description")
    schema = rest.pop("input_schema", _NO_SCHEMA)
    if not name or members(schema) is None:
        return ToolSpec(name=name, kind="built-in", raw=to_text(value))
    absent = missing(tool, ("input_schema",))
    extra = extras(rest, {ABSENT: absent}) if rest or absent else ()
    return ToolSpec(name=name, description=description, schema="" if absent else to_text(schema), extra=extra)


def _encode_tool(tool: ToolSpec) -> Members | msgspec.Raw:
    if tool.kind == "built-in":
        return raw(tool.raw)
    known: Members = {"name": tool.name}
    if tool.description:
        known["description"] = tool.description
    if tool.schema:
        known["input_schema"] = raw(tool.schema)
    return rebuild({"input_schema": _NO_SCHEMA}, tool.extra, known)


def _take_settings(rest: Members, marks: Members) -> Settings:
    choice, parallel = _take_choice(rest)
    return Settings(
        max_tokens=take_integer(rest, "max_tokens"),
        temperature=take_number(rest, "temperature"),
        top_p=take_number(rest, "top_p"),
        stop=take_texts(rest, "stop_sequences"),
        tool_choice=choice,
        parallel_tool_calls=parallel,
        thinking=_take_thinking(rest, marks),
    )


def _take_choice(rest: Members) -> tuple[str | None, bool | None]:
    choice = members(rest.get("tool_choice"))
    if choice is None:
        return None, None
    inner = dict(choice)
    kind, name = take_text(inner, "type"), take_text(inner, "name")
    single = inner.pop("disable_parallel_tool_use", None)
    if inner or kind not in _CHOICES or bool(name) != (kind == "tool"):
        return None, None
    if not (single is None or isinstance(single, bool)) or ("disable_parallel_tool_use" in choice and single is None):
        return None, None
    del rest["tool_choice"]
    return f"tool:{name}" if name else kind, None if single is None else not single


def _take_thinking(rest: Members, marks: Members) -> str | None:
    thinking = members(rest.get(THINKING))
    if thinking is None:
        return None
    inner = dict(thinking)
    kind, budget = inner.pop("type", None), None
    if kind == "enabled":
        budget = take_integer(inner, "budget_tokens")
    if kind not in ("adaptive", "disabled") and budget is None:
        return None
    del rest[THINKING]
    marks[THINKING] = inner or None
    if budget is not None:
        return f"{_BUDGET}{budget}"
    return "off" if kind == "disabled" else _take_effort(rest) or "on"


def _take_effort(rest: Members) -> str:
    """The effort that goes with adaptive thinking; what else stands in `output_config` is kept."""
    config = members(rest.get("output_config"))
    effort = config.get("effort") if config else None
    if config is None or not isinstance(effort, str) or effort in ("", "on", "off") or effort.startswith(_BUDGET):
        return ""
    if len(config) == 1:
        del rest["output_config"]
    else:
        rest["output_config"] = without(config, "effort")
    return effort


def _encode_settings(request: Request) -> Members:
    settings = request.settings
    said = {
        "max_tokens": settings.max_tokens,
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "stop_sequences": settings.stop or None,
        "tool_choice": _encode_choice(settings),
    }
    known: Members = {key: value for key, value in said.items() if value is not None}
    if settings.thinking is not None:
        known.update(_encode_thinking(settings.thinking, request))
    return known


def _encode_choice(settings: Settings) -> Members | None:
    choice, parallel = settings.tool_choice, settings.parallel_tool_calls
    if choice is None and parallel is None:
        return None
    written: Members = {"type": choice or "auto"}
    if choice is not None and choice.startswith("tool:"):
        written = {"type": "tool", "name": choice.removeprefix("tool:")}
    if parallel is not None:
        written["disable_parallel_tool_use"] = not parallel
    return written


def _encode_thinking(thinking: str, request: Request) -> Members:
    rest = members(marked(request.extra, THINKING)) or {}
    budget = thinking.removeprefix(_BUDGET)
    if budget != thinking:
        return {THINKING: {**rest, "type": "enabled", "budget_tokens": int(budget) if budget.isdecimal() else 0}}
    if thinking == "off":
        return {THINKING: {**rest, "type": "disabled"}}
    known: Members = {THINKING: {**rest, "type": "adaptive"}}
    if thinking != "on":
        text = extra_text(request.extra, "output_config")
        config = members(try_parse(text)) if text else None
        known["output_config"] = {**(config or {}), "effort": thinking}
    return known
