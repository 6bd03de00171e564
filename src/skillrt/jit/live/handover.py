"""Turns that were made here are folded into the user's text before, for the upstream only.

A provider refuses calls that it did not make: they lack its signatures, its ids, its thinking. What is left is a
history that the provider made itself, with a longer text of the user's: the same bytes in each request.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from skillrt.jit.live.command import plain
from skillrt.jit.live.ledger import Ledger, command_in, mark_of_call
from skillrt.wire.exchange import Message, Part, Request, Text, ToolCall, ToolResult


class _Open(msgspec.Struct, frozen=True):
    """A call that was made here, and whose result is to come."""

    call: ToolCall
    mark: str


def folded(request: Request, ledger: Ledger) -> Request | None:
    """The request as the upstream may see it; None where nothing in it was made here."""
    if not any(
        mark_of_call(part) for message in request.messages for part in message.parts if isinstance(part, ToolCall)
    ):
        return None
    fold = _Fold(ledger, is_chat=request.dialect == "openai-chat")
    for message in request.messages:
        fold.take(message)
    fold.end()
    return msgspec.structs.replace(request, messages=tuple(fold.messages))


class _Fold:
    def __init__(self, ledger: Ledger, *, is_chat: bool) -> None:
        self._ledger = ledger
        self._is_chat = is_chat
        self._open: dict[str, _Open] = {}
        self._closed = ""  # the last answer that was given here, where it comes next
        self._joins = False  # whether the user's next message belongs to the one before
        self.messages: list[Message] = []

    def take(self, message: Message) -> None:
        """The next message."""
        left: list[Part] = []
        touched = False
        for part in message.parts:
            if isinstance(part, ToolCall) and (mark := mark_of_call(part)):
                self._open[part.id] = _Open(part, mark)
            elif isinstance(part, ToolResult) and part.call in self._open:
                self._tell(self._open.pop(part.call), part)
            elif message.role == "assistant" and isinstance(part, Text) and self._is_closing(part):
                self._closed = ""
            else:
                left.append(part)
                continue
            touched = True
        if touched and not any(_says(part) for part in left):
            return
        kept = msgspec.structs.replace(message, parts=tuple(left)) if touched else message
        if kept.role == "user" and self._joins and self.messages:
            self._join(kept.parts)
        else:
            self.messages.append(kept)
        self._joins = False

    def end(self) -> None:
        """What was called and never came to a result."""
        for item in list(self._open.values()):
            self._tell(item, None)
        self._open.clear()

    def _is_closing(self, part: Text) -> bool:
        return bool(self._closed) and part.text.strip() == self._closed

    def _tell(self, item: _Open, result: ToolResult | None) -> None:
        final = self._ledger.final(item.mark)
        self._closed = final
        words = _words()
        rest = words["closed"].format(final=final) if final else words["open"]
        files = self._ledger.part(item.mark)
        rest = words["part"].format(files=files).strip() if files and not final else rest
        text = words["ran"].format(command=plain(command_in(item.call)), result=_result(result), rest=rest)
        # a call that the user was answered after is told otherwise than one that was handed over
        text = self._ledger.told(item.mark, f"{item.call.id} {bool(final)}", text)
        self._join((Text(text=text),))

    def _join(self, parts: tuple[Part, ...]) -> None:
        """Put parts at the end of the user's message before, whatever marks for caches they have: always alike."""
        last = self.messages[-1] if self.messages else None
        if last is None or last.role != "user" or any(isinstance(part, ToolResult) for part in last.parts):
            self.messages.append(Message(role="user", parts=parts))
        elif len(last.parts) == 1 and isinstance(last.parts[0], Text) and (words := self._words_of(parts)):
            grown = msgspec.structs.replace(last.parts[0], text=f"{last.parts[0].text}\n\n{words}")
            self.messages[-1] = msgspec.structs.replace(last, parts=(grown,))
        else:
            self.messages[-1] = msgspec.structs.replace(last, parts=(*last.parts, *parts))
        self._joins = True

    def _words_of(self, parts: tuple[Part, ...]) -> str:
        """The words of parts that can be said as one text. Many servers of Chat take no list of texts."""
        texts = [part.text for part in parts if isinstance(part, Text)]
        return "\n\n".join(texts) if len(texts) == len(parts) and self._is_chat else ""


def _says(part: Part) -> bool:
    return not isinstance(part, Text) or bool(part.text.strip())


def _result(result: ToolResult | None) -> str:
    if result is None:
        return _words()["unfinished"]
    texts = [part.text if isinstance(part, Text) else "[not text]" for part in result.content]
    return plain("\n".join(texts)).strip() or "(nothing)"


@cache
def _words() -> dict[str, Any]:
    text = resources.files("skillrt.jit").joinpath("data/folded.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
