"""Requests of Chat Completions."""

import msgspec

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Request, Settings, ToolSpec
from skillrt.wire.json_text import (
    Json,
    Members,
    extra_text,
    extras,
    items,
    marked,
    members,
    parse_object,
    raw,
    rebuild,
    take_boolean,
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
from skillrt.wire.openai_chat.messages import decode_message, encode_messages
from skillrt.wire.openai_chat.parts import LEGACY, OUTER, is_legacy

# the key for the limit of tokens: what all understand is written, what else was met is marked
LIMIT_KEYS = ("max_completion_tokens", "max_tokens")
USUAL_LIMIT_KEY = "max_tokens"

_CHOICES = {"auto": "auto", "none": "none", "required": "any"}
_CHOICE_WORDS = {choice: word for word, choice in _CHOICES.items()}
# words of Settings.thinking that are no efforts
_NO_EFFORTS = ("on", "off")


def decode_request(body: bytes) -> Request:
    """The request in a body."""
    rest = parse_object(body)
    listed = items(rest.pop("messages", None))
    if listed is None:
        raise NotUnderstood("a request without messages")
    model = take_text(rest, "model")
    tools = _take_tools(rest)
    marks: Members = {}
    settings = _take_settings(rest, tools, marks)
    return Request(
        dialect="openai-chat",
        model=model,
        messages=tuple([decode_message(message) for message in listed]),
        tools=tools,
        stream=take_true(rest, "stream"),
        settings=settings,
        extra=extras(rest, marks),
    )


def encode_request(request: Request) -> bytes:
    """The body of a request."""
    known: Members = {"model": request.model} if request.model else {}
    known["messages"] = encode_messages(request.messages)
    legacy = [tool for tool in request.tools if is_legacy(tool.extra)]
    if len(legacy) < len(request.tools):
        known["tools"] = [_encode_tool(tool) for tool in request.tools if not is_legacy(tool.extra)]
    if legacy:
        known["functions"] = [_encode_inner(tool) for tool in legacy]
    if request.stream:
        known["stream"] = True
    known.update(_encode_settings(request))
    return to_bytes(rebuild({}, request.extra, known))


def includes_usage(request: Request) -> bool:
    """True where the client asked for the tokens at the end of a stream."""
    text = extra_text(request.extra, "stream_options")
    options = members(try_parse(text)) if text else None
    return options is not None and options.get("include_usage") is True


def _take_tools(rest: Members) -> tuple[ToolSpec, ...]:
    found: list[ToolSpec] = []
    if tools := items(rest.get("tools")):
        del rest["tools"]
        found += [_decode_tool(tool) for tool in tools]
    functions = [members(function) for function in items(rest.get("functions")) or ()]
    specs = [_decode_inner(inner, "function", {LEGACY: True}) for inner in functions if inner]
    if specs and len(specs) == len(functions) and all(spec is not None for spec in specs):
        del rest["functions"]
        found += [spec for spec in specs if spec is not None]
    return tuple(found)


def _decode_tool(value: Json) -> ToolSpec:
    tool = members(value) or {}
    kind = tool.get("type", "")
    kind = kind if isinstance(kind, str) else ""
    inner = members(tool.get(kind)) if kind in ("function", "custom") else None
    if inner is not None:
        outer: Members = {OUTER: without(tool, "type", kind) or None}
        if spec := _decode_inner(inner, kind, outer):
            return spec
    return ToolSpec(name=kind, kind="built-in", raw=to_text(value))


def _decode_inner(inner: Members, kind: str, marks: Members) -> ToolSpec | None:
    rest = dict(inner)
    name = take_text(rest, "name")
    if not name:
        return None
    description = take_text(rest, "description")
    if kind == "custom":
        return ToolSpec(name=name, description=description, kind="custom", extra=extras(rest, marks))
    schema = rest.pop("parameters") if members(rest.get("parameters")) is not None else None
    return ToolSpec(
        name=name,
        description=description,
        schema="" if schema is None else to_text(schema),
        extra=extras(rest, marks),
    )


def _encode_tool(tool: ToolSpec) -> Members | msgspec.Raw:
    if tool.kind == "built-in":
        return raw(tool.raw)
    outer = members(marked(tool.extra, OUTER)) or {}
    return {**outer, "type": tool.kind, tool.kind: _encode_inner(tool)}


def _encode_inner(tool: ToolSpec) -> Members:
    known: Members = {"name": tool.name}
    if tool.description:
        known["description"] = tool.description
    if tool.schema:
        known["parameters"] = raw(tool.schema)
    return rebuild({}, tool.extra, known)


def _take_settings(rest: Members, tools: tuple[ToolSpec, ...], marks: Members) -> Settings:
    limit: int | None = None
    for key in LIMIT_KEYS:
        limit = take_integer(rest, key)
        if limit is not None:
            marks["limit"] = None if key == USUAL_LIMIT_KEY else key
            break
    stop = take_texts(rest, "stop")
    if isinstance(rest.get("stop"), str):
        stop = (str(rest.pop("stop")),)
        marks["stop"] = "text"
    effort = rest.get("reasoning_effort")
    thinking = None
    if isinstance(effort, str) and effort and effort not in _NO_EFFORTS and not effort.startswith("budget:"):
        del rest["reasoning_effort"]
        thinking = "off" if effort == "none" else effort
    return Settings(
        max_tokens=limit,
        temperature=take_number(rest, "temperature"),
        top_p=take_number(rest, "top_p"),
        stop=stop,
        tool_choice=_take_choice(rest, tools),
        parallel_tool_calls=take_boolean(rest, "parallel_tool_calls"),
        thinking=thinking,
    )


def _take_choice(rest: Members, tools: tuple[ToolSpec, ...]) -> str | None:
    word = rest.get("tool_choice")
    if isinstance(word, str) and word in _CHOICES:
        del rest["tool_choice"]
        return _CHOICES[word]
    choice = members(word)
    if choice is None or len(choice) != 2:
        return None
    kind = choice.get("type")
    inner = members(choice.get(kind)) if isinstance(kind, str) else None
    name = inner.get("name") if inner and len(inner) == 1 else None
    if not isinstance(name, str) or kind != _kind_of(name, tools):
        return None
    del rest["tool_choice"]
    return f"tool:{name}"


def _kind_of(name: str, tools: tuple[ToolSpec, ...]) -> str:
    return "custom" if any(tool.name == name and tool.kind == "custom" for tool in tools) else "function"


def _encode_settings(request: Request) -> Members:
    settings = request.settings
    known: Members = {}
    if settings.max_tokens is not None:
        key = marked(request.extra, "limit")
        known[key if isinstance(key, str) else USUAL_LIMIT_KEY] = settings.max_tokens
    if settings.temperature is not None:
        known["temperature"] = settings.temperature
    if settings.top_p is not None:
        known["top_p"] = settings.top_p
    if settings.stop:
        single = len(settings.stop) == 1 and marked(request.extra, "stop") == "text"
        known["stop"] = settings.stop[0] if single else settings.stop
    if settings.tool_choice is not None:
        known["tool_choice"] = _encode_choice(settings.tool_choice, request.tools)
    if settings.parallel_tool_calls is not None:
        known["parallel_tool_calls"] = settings.parallel_tool_calls
    thinking = settings.thinking
    if thinking is not None and thinking != "on" and not thinking.startswith("budget:"):
        known["reasoning_effort"] = "none" if thinking == "off" else thinking
    return known


def _encode_choice(choice: str, tools: tuple[ToolSpec, ...]) -> Json:
    if choice.startswith("tool:"):
        name = choice.removeprefix("tool:")
        kind = _kind_of(name, tools)
        return {"type": kind, kind: {"name": name}}
    return _CHOICE_WORDS.get(choice, choice)
