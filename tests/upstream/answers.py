"""What a scripted model says: short ways to write it, and the form in which each provider would say it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from itertools import count

import msgspec

from skillrt.wire.exchange import Dialect, Media, Opaque, Part, Request, Response, Text, Thinking, ToolCall, Usage

Answer = Callable[[Request], Response]
_numbers = count(1)

# how ids begin, of responses and of calls
RESPONSE_IDS: dict[Dialect, str] = {
    "openai-chat": "chatcmpl-",
    "openai-responses": "resp_",
    "anthropic-messages": "msg_",
    "gemini": "g-",
}
CALL_IDS: dict[Dialect, str] = {
    "openai-chat": "call_",
    "openai-responses": "call_",
    "anthropic-messages": "toolu_",
    "gemini": "call_",
}


def call(name: str, *, id: str = "", namespace: str = "", text: str | None = None, **arguments: object) -> ToolCall:
    """A tool call; with `text` one of a free-text tool. Without an id it gets one that its provider would give."""
    if text is not None:
        return ToolCall(id=id, name=name, arguments=text, kind="custom", namespace=namespace)
    return ToolCall(id=id, name=name, arguments=json.dumps(arguments), namespace=namespace)


def say(*parts: str | Part, usage: Usage | None = None) -> Response:
    """A response of texts, calls and other parts; it stops for calls where there are some."""
    found = tuple(Text(text=part) if isinstance(part, str) else part for part in parts)
    stop = "tool-calls" if any(isinstance(part, ToolCall) for part in found) else "end"
    return Response(dialect="openai-chat", parts=found, stop=stop, usage=usage or Usage(input=12, output=5))


def in_order(answers: Sequence[Response]) -> Answer:
    """One answer after the other, whatever is asked; the last one again when they are used up."""
    left = iter(answers)
    last = answers[-1]
    return lambda _: next(left, last)


def signature_of(text: str) -> str:
    """What proves that a text is one that this upstream sent."""
    return "sig-" + hashlib.sha256(text.encode()).hexdigest()[:24]


def as_provider(response: Response, request: Request) -> Response:
    """The response as the provider of the request's dialect would say it: with its ids and signatures."""
    dialect = request.dialect
    number = next(_numbers)
    foreign = response.dialect != dialect
    parts: list[Part] = []
    for part in response.parts:
        bare = msgspec.structs.replace(part, extra=()) if foreign else part
        if not (foreign and isinstance(part, Opaque | Media)):
            parts.append(_signed(bare, dialect, first=not any(isinstance(one, ToolCall) for one in parts)))
    if dialect == "anthropic-messages" and (request.settings.thinking or "off") != "off" and not _leads(parts):
        parts.insert(0, Thinking(text="Let me see.", signature=signature_of("Let me see.")))
    return msgspec.structs.replace(
        response,
        dialect=dialect,
        id=response.id or f"{RESPONSE_IDS[dialect]}{number:06d}",
        model=response.model or request.model,
        parts=tuple(_named(part, f"{CALL_IDS[dialect]}{number:04d}{at:02d}") for at, part in enumerate(parts)),
        stop_word="" if foreign else response.stop_word,
        extra=() if foreign else response.extra,
    )


def _leads(parts: list[Part]) -> bool:
    return bool(parts) and isinstance(parts[0], Thinking)


def _named(part: Part, identity: str) -> Part:
    return msgspec.structs.replace(part, id=identity) if isinstance(part, ToolCall) and not part.id else part


def _signed(part: Part, dialect: Dialect, first: bool) -> Part:
    if isinstance(part, Thinking) and dialect == "anthropic-messages" and not part.signature:
        return msgspec.structs.replace(part, signature=signature_of(part.text))
    if isinstance(part, Thinking) and dialect == "openai-responses" and not part.hidden:
        return msgspec.structs.replace(part, hidden=signature_of(part.text))
    if isinstance(part, ToolCall) and dialect == "gemini" and first and not part.signature:
        return msgspec.structs.replace(part, signature=signature_of(part.name))
    return part
