"""Signed thinking, kept by the call that followed it, and put back into later requests.

Providers sign or encrypt what a model thinks and want it back unchanged while its calls are answered; other dialects
have no place for it. Whoever translates may keep a memory beside the conversation: without one nothing breaks, the
model only goes without its earlier thoughts.
"""

from collections import OrderedDict
from collections.abc import Sequence

import msgspec

from skillrt.wire.exchange import Message, Part, Request, Response, Thinking, ToolCall, ToolResult
from skillrt.wire.translate.names import fitting_id
from skillrt.wire.translate.target import limits_of

# calls that are kept; the oldest go first
MOST_CALLS = 10_000


class Signed(msgspec.Struct, frozen=True):
    """What belongs to a call: the thinking that stood before it, and the call's own signature."""

    thinking: tuple[Thinking, ...] = ()
    signature: str = ""


class Memory:
    """The signed thinking of one or more conversations. What it keeps is for the provider that signed it."""

    def __init__(self, most_calls: int = MOST_CALLS) -> None:
        self._calls: OrderedDict[str, Signed] = OrderedDict()
        self._most_calls = most_calls

    def keep(self, response: Response, ids: Sequence[str]) -> None:
        """Keep what a provider signed. `ids` are those of its parts for the harness ("" for what is no call): by what
        the harness gives back they are found again."""
        length = limits_of(response.dialect).call_id_length
        thinking: list[Thinking] = []
        for part, identity in zip(response.parts, ids, strict=True):
            if isinstance(part, Thinking) and (part.signature or part.hidden):
                thinking.append(part)
            elif isinstance(part, ToolCall) and (thinking or part.signature):
                self._add(fitting_id(identity, length), tuple(thinking), part.signature)
                thinking.clear()

    def restored(self, request: Request) -> Request:
        """A translated request with the thinking that is known of its calls in its place."""
        messages = tuple([self._restored(message) for message in request.messages])
        return msgspec.structs.replace(request, messages=messages)

    def _add(self, call: str, thinking: tuple[Thinking, ...], signature: str) -> None:
        self._calls[call] = Signed(thinking=thinking, signature=signature)
        self._calls.move_to_end(call)
        if len(self._calls) > self._most_calls:
            self._calls.popitem(last=False)

    def _restored(self, message: Message) -> Message:
        calls = [part.id for part in message.parts if isinstance(part, ToolCall)]
        if not any(call in self._calls for call in calls):
            return message
        first = self._calls.get(calls[0])
        parts: list[Part] = list(first.thinking) if first else []
        for part in message.parts:
            known = self._calls.get(part.id) if isinstance(part, ToolCall) else None
            if isinstance(part, ToolCall) and known is not None:
                if known is not first:
                    # thinking between calls, where the provider lets a model think there
                    parts += known.thinking
                part = msgspec.structs.replace(part, signature=known.signature or part.signature)
            parts.append(part)
        return msgspec.structs.replace(message, parts=tuple(parts))


def may_think(request: Request) -> bool:
    """Whether a provider that signs thinking can be asked to think: since the user spoke last, every turn with calls
    begins with signed thinking."""
    for message in reversed(request.messages):
        if message.role == "assistant" and any(isinstance(part, ToolCall) for part in message.parts):
            first = message.parts[0]
            if not isinstance(first, Thinking) or not (first.signature or first.hidden):
                return False
        elif message.role == "user" and not any(isinstance(part, ToolResult) for part in message.parts):
            return True
    return True
