"""Signed thinking of providers, kept for harnesses that speak another dialect and cannot carry it.

Some providers want the thinking that led to a call back, unchanged, with the call's result. Translation drops it,
since its signature means nothing elsewhere; here it is remembered by the id of the call, and put back.
"""

from collections import OrderedDict
from typing import Final

import msgspec
from msgspec.structs import replace

from skillrt.wire.exchange import Message, Part, Request, Response, Thinking, ToolCall

_MOST: Final = 4000


class Thought(msgspec.Struct, frozen=True):
    """What came before a call, and the call's own signature."""

    before: tuple[Thinking, ...]
    signature: str


class Thoughts:
    """Remembers by provider and call; the oldest go when there are many."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], Thought] = OrderedDict()

    def keep(self, upstream: str, given: Response, told: Response) -> None:
        """Remember what a provider has given, by the ids of the calls that the harness was told."""
        calls = [part for part in told.parts if isinstance(part, ToolCall)]
        before: list[Thinking] = []
        number = 0
        for part in given.parts:
            if isinstance(part, Thinking) and (part.signature or part.hidden):
                before.append(part)
            elif isinstance(part, ToolCall) and number < len(calls):
                if before or part.signature:
                    self._kept[upstream, calls[number].id] = Thought(tuple(before), part.signature)
                number, before = number + 1, []
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def put_back(self, upstream: str, request: Request) -> Request:
        """The request, with the thinking that belongs to its calls."""
        if not self._kept:
            return request
        messages = tuple(self._restored(upstream, message) for message in request.messages)
        return replace(request, messages=messages)

    def _restored(self, upstream: str, message: Message) -> Message:
        if message.role != "assistant":
            return message
        led: list[Part] = []
        parts: list[Part] = []
        for part in message.parts:
            thought = self._kept.get((upstream, part.id)) if isinstance(part, ToolCall) else None
            if thought and isinstance(part, ToolCall):
                led += thought.before
                parts.append(replace(part, signature=thought.signature or part.signature))
            else:
                parts.append(part)
        return replace(message, parts=(*led, *parts))  # signed thinking leads its turn
