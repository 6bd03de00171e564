"""The rules by which providers refuse histories: rules.toml says them, the checks here find where one is broken.

An upstream that takes everything proves nothing about the histories that a gateway makes.
"""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from skillrt.wire.exchange import (
    Dialect,
    Message,
    Opaque,
    Request,
    Response,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    WireError,
)
from tests.upstream.answers import signature_of

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: what is said where it is broken, and where it comes from."""

    id: str
    says: str
    status: int
    type: str
    source: str
    code: str = ""


RULES = {rule.id: rule for rule in msgspec.convert(DATA["rule"], list[Rule])}
BYPASSES: frozenset[str] = frozenset(DATA["signatures"]["gemini"])

# A rule that is broken, with what its text names
Broken = tuple[str, dict[str, object]]


class Memory:
    """What the provider keeps of the responses that it gave: those that it was not told to forget."""

    def __init__(self) -> None:
        self.calls: dict[str, frozenset[str]] = {}
        self.items: set[str] = set()

    def keep(self, request: Request, response: Response) -> None:
        """Keep a response, unless its request says `store: false`."""
        if _member(request, "store") is False:
            return
        before = self.calls.get(str(_member(request, "previous_response_id")), frozenset())
        made = {part.id for part in response.parts if isinstance(part, ToolCall)}
        self.calls[response.id] = before | made
        self.items |= {part.item for part in response.parts if isinstance(part, ToolCall) and part.item}
        self.items |= {part.id for part in response.parts if isinstance(part, Thinking) and part.id}


def refusal(request: Request, memory: Memory) -> WireError | None:
    """The error for the first rule that a request breaks."""
    broken = next(CHECKS[request.dialect](request, memory), None)
    if broken is None:
        return None
    rule = RULES[broken[0]]
    return WireError(message=rule.says.format(**broken[1]), type=rule.type, code=rule.code, status=rule.status)


def _anthropic(request: Request, _: Memory) -> Iterator[Broken]:
    messages = [message for message in request.messages if message.role != "system"]
    yield from _followed(messages, "anthropic", grouped=True)
    for place, message in enumerate(messages):
        for number, part in enumerate(message.parts):
            signed = isinstance(part, Thinking) and (part.hidden or part.signature == signature_of(part.text))
            if isinstance(part, Thinking) and not signed:
                yield "anthropic.signature", {"place": place, "part": number}
    if (request.settings.thinking or "off") == "off":
        return
    turns = [place for place, message in enumerate(messages) if message.role == "assistant" and _calls(message)]
    first = messages[turns[-1]].parts[0] if turns else None
    if first is not None and not isinstance(first, Thinking):
        yield "anthropic.thinking-first", {"place": turns[-1], "found": _kind(first)}


def _chat(request: Request, _: Memory) -> Iterator[Broken]:
    yield from _followed(list(request.messages), "chat", grouped=False)


def _followed(messages: list[Message], name: str, *, grouped: bool) -> Iterator[Broken]:
    """Results stand right behind their calls: at the beginning of one message, or in messages of their own."""
    wanted: list[str] = []
    for place, message in enumerate(messages):
        given = _results(message)
        if wanted and (not given or grouped):
            leading = {part.call for part in message.parts[: len(given)] if isinstance(part, ToolResult)}
            left = [one for one in wanted if one not in leading]
            if left:
                yield f"{name}.results-follow", {"place": place - 1, "ids": ", ".join(left)}
        strange = [one for one in given if one not in wanted]
        if strange:
            yield f"{name}.result-without-call", {"place": place, "ids": ", ".join(strange)}
        wanted = [one for one in wanted if one not in given] if given and not grouped else []
        wanted += _calls(message)
    if wanted:
        yield f"{name}.results-follow", {"place": len(messages) - 1, "ids": ", ".join(wanted)}


def _responses(request: Request, memory: Memory) -> Iterator[Broken]:
    previous = _member(request, "previous_response_id")
    if isinstance(previous, str) and previous not in memory.calls:
        yield "responses.previous", {"id": previous}
    known = set(memory.calls.get(str(previous), frozenset()))
    parts = [(message, number, part) for message in request.messages for number, part in enumerate(message.parts)]
    made = {part.id for _, _, part in parts if isinstance(part, ToolCall)}
    answered = {part.call for _, _, part in parts if isinstance(part, ToolResult)}
    referred = False
    for message, number, part in parts:
        if isinstance(part, Opaque) and part.type == "item_reference":
            identity = msgspec.json.decode(part.json).get("id")
            referred = True
            if identity not in memory.items:
                yield "responses.item", {"id": identity}
        if isinstance(part, Thinking):
            if part.hidden and not part.hidden.startswith("sig-"):
                yield "responses.encrypted", {"id": part.id}
            if number + 1 == len(message.parts):
                yield "responses.reasoning-alone", {"id": part.id}
    # a reference may stand for the call itself
    strange = sorted(answered - made - known) if not referred else []
    if strange:
        yield "responses.output-without-call", {"ids": ", ".join(strange)}
    if left := sorted(made - answered):
        yield "responses.call-without-output", {"ids": ", ".join(left)}


def _gemini(request: Request, _: Memory) -> Iterator[Broken]:
    contents = [message for message in request.messages if message.role != "system"]
    starts = [place for place, one in enumerate(contents) if one.role == "user" and not _results(one)]
    for place, content in enumerate(contents):
        before = contents[place - 1] if place else None
        after = contents[place + 1] if place + 1 < len(contents) else None
        calls = [part for part in content.parts if isinstance(part, ToolCall)]
        if _results(content) and (before is None or not _calls(before)):
            yield "gemini.response-without-call", {"place": place}
        if not calls:
            continue
        if before is None or before.role == "assistant":
            yield "gemini.calls-in-one", {"place": place}
        found = len(_results(after)) if after else 0
        if found != len(calls):
            yield "gemini.responses-follow", {"place": place, "found": found, "wanted": len(calls)}
        # only the turn that is going on is looked at: what came since the user last spoke
        if place > max(starts, default=-1):
            if not calls[0].signature:
                yield "gemini.signature", {"place": place, "name": calls[0].name}
            elif calls[0].signature not in BYPASSES and calls[0].signature != signature_of(calls[0].name):
                yield "gemini.signature-other", {"place": place, "name": calls[0].name}


CHECKS: dict[Dialect, Callable[[Request, Memory], Iterator[Broken]]] = {
    "anthropic-messages": _anthropic,
    "openai-chat": _chat,
    "openai-responses": _responses,
    "gemini": _gemini,
}


def _calls(message: Message) -> list[str]:
    return [part.id for part in message.parts if isinstance(part, ToolCall)]


def _results(message: Message) -> list[str]:
    return [part.call for part in message.parts if isinstance(part, ToolResult)]


def _kind(part: object) -> str:
    return {Text: "text", ToolCall: "tool_use"}.get(type(part), "other")


def _member(request: Request, key: str) -> object:
    return next((msgspec.json.decode(one.json) for one in request.extra if one.key == key), None)
