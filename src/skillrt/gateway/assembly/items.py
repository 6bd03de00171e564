"""A request's history as plain items that stay the same from request to request, whatever the harness does to it.

Harnesses send their whole history each time, and never quite the same: marks for caches move, texts become lists of
texts, reminders come and go, ids lose characters. What is left here is what was said, called and given back.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

from skillrt.gateway.assembly.user_text import user_text
from skillrt.targets.traffic import Traffic
from skillrt.wire.exchange import Message, Part, Request, Response, Text, ToolCall, ToolResult

Kind = Literal["user", "assistant", "call", "result"]


class Item(msgspec.Struct, frozen=True):
    """One thing in a history. `key` is what it is compared by: the text, or the id of a call."""

    kind: Kind
    key: str
    part: Part


def items_of(request: Request, traffic: Traffic) -> tuple[Item, ...]:
    """The history of a request without its system prompts."""
    return tuple(item for message in request.messages for item in _of_message(message, traffic))


def items_answered(response: Response, traffic: Traffic) -> tuple[Item, ...]:
    """What the answer adds to the history."""
    return tuple(_of_parts("assistant", response.parts, traffic))


def system_text(request: Request) -> str:
    """All system prompts of a request, wherever they stand."""
    return "\n".join(
        part.text
        for message in request.messages
        if message.role in {"system", "developer"}
        for part in message.parts
        if isinstance(part, Text)
    )


def same_id(id: str, traffic: Traffic) -> str:
    """A call id as it is after everything that the harness does to it."""
    for character in traffic.dropped_from_ids:
        id = id.replace(character, "")
    return id


def _of_message(message: Message, traffic: Traffic) -> Iterator[Item]:
    if message.role not in {"system", "developer"}:
        yield from _of_parts(message.role, message.parts, traffic)


def _of_parts(role: str, parts: tuple[Part, ...], traffic: Traffic) -> Iterator[Item]:
    for part in parts:
        if isinstance(part, ToolCall):
            yield Item("call", same_id(part.id, traffic) or f"{part.name}\n{part.arguments}", part)
        elif isinstance(part, ToolResult):
            yield Item("result", same_id(part.call, traffic) or part.name, part)
        elif isinstance(part, Text):
            words = user_text(part.text, traffic) if role == "user" else part.text.strip()
            if words:
                yield Item("user" if role == "user" else "assistant", words, part)
