"""Streams of Anthropic Messages: pieces to events.

Blocks follow each other in this dialect, while calls of other dialects may grow at the same time: when another part
begins, a call is closed if its arguments are whole; else it stays open beside the next, as clients go by the index.
"""

import msgspec

from skillrt.wire.anthropic.blocks import EMPTY_INPUT, encode_block
from skillrt.wire.anthropic.responses import encode_error_member, encode_message, encode_usage, stop_word
from skillrt.wire.assembly import StreamedPart, words_of
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import CONTENT_TYPE, Event, encode_data, encode_event
from skillrt.wire.exchange import Opaque, Response, Text, Thinking, ToolCall, Usage
from skillrt.wire.json_text import Members, kept, marked, members, rebuild, to_bytes, try_parse


class EventWriter:
    """Writes one response as events. Tokens and the reason to stop go out together, at the end at the latest."""

    content_type = CONTENT_TYPE

    def __init__(self) -> None:
        self._open: dict[int, _Open] = {}
        self._started = False
        self._count = 0
        self._usage: Usage | None = None
        self._fresh_usage = False
        self._stop: Stopped | None = None
        self._told = False

    def write(self, delta: Delta) -> bytes:
        """The events that say a piece."""
        if isinstance(delta, PartGrew):
            return self._grow(delta)
        if isinstance(delta, PartStarted):
            return self._start(delta)
        if isinstance(delta, PartEnded):
            return self._end_part(delta)
        if isinstance(delta, Started):
            return self._begin(delta)
        if isinstance(delta, UsageSeen):
            self._usage, self._fresh_usage = delta.usage, True
            return self._tell() if self._stop else b""
        if isinstance(delta, Stopped):
            self._stop = delta
            closed = b"".join([self._close(index) for index in list(self._open)])
            return closed + (self._tell() if self._fresh_usage else b"")
        return _write_rest(delta)

    def end(self) -> bytes:
        """The reason to stop, if it waits for tokens, and the end; nothing for a response that never stopped."""
        if self._stop is None:
            return b""
        return self._tell() + _event("message_stop", {})

    def _begin(self, delta: Started) -> bytes:
        self._started = True
        self._usage = delta.usage or Usage()
        head = Response(
            dialect="anthropic-messages", id=delta.id, model=delta.model, usage=self._usage, extra=delta.extra
        )
        return _event("message_start", {"message": encode_message(head, {"content": []})})

    def _start(self, delta: PartStarted) -> bytes:
        before = b"" if self._started else self._begin(Started())
        before += b"".join([self._close(index) for index, part in list(self._open.items()) if part.is_whole()])
        opened = _Open(self._count, delta.part)
        self._open[delta.index] = opened
        self._count += 1
        block = encode_block(opened.part)
        words = words_of(delta.part)
        data = before + _event("content_block_start", {"index": opened.number, "content_block": block})
        return data + (opened.grow(words) if words else b"")

    def _grow(self, delta: PartGrew) -> bytes:
        opened = self._open.get(delta.index)
        if opened is None:
            if delta.text.strip():
                raise NotUnderstood(f"more of part {delta.index}, which is not open")
            return b""
        data = opened.grow(delta.text) if delta.text else b""
        if delta.signature and isinstance(opened.part, Thinking):
            data += opened.change({"type": "signature_delta", "signature": delta.signature})
        other = members(marked(delta.extra, "delta")) if delta.extra else None
        return data + (opened.change(other) if other else b"")

    def _end_part(self, delta: PartEnded) -> bytes:
        opened = self._open.get(delta.index)
        if opened is None:
            return b""
        rest = words_of(delta.part)[opened.length :] if delta.part is not None else ""
        if isinstance(delta.part, ToolCall) and not opened.length and rest == EMPTY_INPUT:
            rest = ""
        return (opened.grow(rest) if rest else b"") + self._close(delta.index)

    def _close(self, index: int) -> bytes:
        return _event("content_block_stop", {"index": self._open.pop(index).number})

    def _tell(self) -> bytes:
        if self._stop is None or self._told:
            return b""
        self._told = True
        stop = self._stop
        delta: Members = {
            **(members(marked(stop.extra, "delta")) or {}),
            "stop_reason": stop_word(stop.stop, stop.stop_word) or None,
            "stop_sequence": stop.stop_sequence or None,
        }
        usage = encode_usage(self._usage or Usage())
        return _event("message_delta", {**kept(stop.extra), "delta": delta, "usage": usage})


class _Open:
    """A block that is open: its number on the wire and how many characters of it went out."""

    def __init__(self, number: int, part: StreamedPart) -> None:
        self.number = number
        self.part = _empty(part)
        self.length = 0
        self._words: list[str] = []
        self._kind, self._key = _words_of_kind(part)

    def grow(self, text: str) -> bytes:
        self.length += len(text)
        if isinstance(self.part, ToolCall):
            self._words.append(text)
        return self.change({"type": self._kind, self._key: text})

    def change(self, delta: Members) -> bytes:
        return _event("content_block_delta", {"index": self.number, "delta": delta})

    def is_whole(self) -> bool:
        return not isinstance(self.part, ToolCall) or try_parse("".join(self._words)) is not None


def _empty(part: StreamedPart) -> StreamedPart:
    replace = msgspec.structs.replace
    if isinstance(part, ToolCall):
        return replace(part, arguments="")
    return replace(part, text="") if isinstance(part, Text | Thinking) else part


def _words_of_kind(part: StreamedPart) -> tuple[str, str]:
    if isinstance(part, Thinking):
        return "thinking_delta", "thinking"
    if isinstance(part, ToolCall | Opaque):
        return "input_json_delta", "partial_json"
    return "text_delta", "text"


def _write_rest(delta: Delta) -> bytes:
    if isinstance(delta, Failed):
        return encode_data(to_bytes(rebuild({}, delta.extra, encode_error_member(delta.error))), "error")
    if isinstance(delta, Unknown):
        return encode_event(Event(name=delta.event, data=delta.data))
    return b""


def _event(name: str, body: Members) -> bytes:
    return encode_data(to_bytes({"type": name, **body}), name)
