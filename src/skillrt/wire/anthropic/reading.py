"""Streams of Anthropic Messages: events to pieces.

What nobody knows of an event is kept with its piece: a change of a block under the mark `delta` of a `PartGrew`, what
stands beside the reason to stop under the mark `delta` of a `Stopped`.
"""

from collections.abc import Callable

import msgspec

from skillrt.wire.anthropic.blocks import EMPTY_INPUT, decode_block
from skillrt.wire.anthropic.responses import STOPS, decode_usage, take_error, take_message
from skillrt.wire.assembly import StreamedPart, begun, grown, words_of
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import Event
from skillrt.wire.exchange import Extra, Opaque, Text, ToolCall
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    mark,
    members,
    parse_object,
    take_text,
    to_text,
    try_parse,
    without,
)

# which member of a change holds the words, by its type
_WORDS = {"text_delta": "text", "input_json_delta": "partial_json", "thinking_delta": "thinking"}


class EventInterpreter:
    """Reads the events of one response, one after the other."""

    def __init__(self) -> None:
        self._blocks: dict[Json, _Block] = {}
        self._count = 0
        self._usage: Members = {}
        self._stopped = False
        self._readers: dict[str, Callable[[Members], list[Delta] | None]] = {
            "content_block_delta": self._grow,
            "content_block_start": self._start,
            "content_block_stop": self._end_block,
            "message_start": self._begin,
            "message_delta": self._change,
            "message_stop": self._stop,
        }

    def read(self, event: Event) -> list[Delta]:
        """The pieces that an event says."""
        data = parse_object(event.data)
        kind = data.get("type", event.name)
        if kind == "ping":
            return []
        reader = self._readers.get(kind) if isinstance(kind, str) else None
        deltas = (reader or _fail)(data)
        return [Unknown(event=event.name, data=event.data)] if deltas is None else deltas

    def end(self) -> list[Delta]:
        """Nothing: a stream that broke off has no last word."""
        return []

    def _begin(self, data: Members) -> list[Delta] | None:
        message = members(data.get("message"))
        if message is None:
            return None
        self._usage = dict(members(message.get("usage")) or {})
        found = take_message({"content": [], **message})
        deltas: list[Delta] = [Started(id=found.id, model=found.model, usage=found.usage, extra=found.extra)]
        return deltas

    def _start(self, data: Members) -> list[Delta] | None:
        part = decode_block(data.get("content_block"))
        number = data.get("index")
        if not isinstance(part, StreamedPart) or not isinstance(number, int):
            return None
        block = _Block(self._count, begun(part))
        self._count += 1
        self._blocks[number] = block
        deltas: list[Delta] = [PartStarted(index=block.index, part=block.part)]
        words = words_of(part)
        if words and not (isinstance(part, ToolCall) and words == EMPTY_INPUT):
            deltas.append(block.grow(words))
        return deltas

    def _grow(self, data: Members) -> list[Delta] | None:
        number, delta = data.get("index"), members(data.get("delta"))
        block = self._blocks.get(number) if isinstance(number, int) else None
        if block is None or delta is None:
            return None
        kind = delta.get("type")
        words = delta.get(_WORDS.get(kind, "")) if isinstance(kind, str) else None
        if isinstance(words, str) and len(delta) == 2:
            return [block.grow(words)] if words else []
        signature = delta.get("signature")
        if kind == "signature_delta" and isinstance(signature, str) and len(delta) == 2:
            return [PartGrew(index=block.index, signature=signature)] if signature else []
        if kind == "citations_delta" and "citation" in delta:
            block.citations.append(delta["citation"])
        return [PartGrew(index=block.index, extra=(mark("delta", delta),))]

    def _end_block(self, data: Members) -> list[Delta] | None:
        number = data.get("index")
        block = self._blocks.pop(number, None) if isinstance(number, int) else None
        return None if block is None else [PartEnded(index=block.index, part=block.whole())]

    def _stop(self, data: Members) -> list[Delta] | None:  # noqa: ARG002  there is nothing in it
        if self._stopped:
            return []
        self._stopped = True
        return [Stopped(stop="unknown")]

    def _change(self, data: Members) -> list[Delta] | None:
        delta = members(data.get("delta"))
        if delta is None:
            return None
        deltas: list[Delta] = []
        usage = members(data.get("usage"))
        if usage is not None:
            # what is not said again holds on
            self._usage |= {key: value for key, value in usage.items() if value is not None or key not in self._usage}
            seen = decode_usage(self._usage)
            deltas += [UsageSeen(usage=seen)] if seen else []
        rest = dict(delta)
        word, sequence = take_text(rest, "stop_reason"), take_text(rest, "stop_sequence")
        rest = {key: value for key, value in rest.items() if value is not None}
        if word and not self._stopped:
            self._stopped = True
            extra = extras(without(data, "type", "delta", "usage"), {"delta": rest or None})
            stop = STOPS.get(word, "unknown")
            deltas.append(Stopped(stop=stop, stop_word=word, stop_sequence=sequence, extra=extra))
        return deltas


def _fail(data: Members) -> list[Delta] | None:
    error = take_error(data, 0)
    return None if error is None else [Failed(error=error, extra=extras(data))]


class _Block:
    """A block that grows: its part without the words, and the words where the end needs them."""

    def __init__(self, index: int, part: StreamedPart) -> None:
        self.index = index
        self.part = part
        self.citations: list[Json] = []
        self._words: list[str] = []
        self._keep = isinstance(part, Opaque | Text)
        self._grew = False

    def grow(self, words: str) -> PartGrew:
        self._grew = True
        if self._keep:
            self._words.append(words)
        return PartGrew(index=self.index, text=words)

    def whole(self) -> StreamedPart | None:
        """The part, where its pieces alone do not make it."""
        part = self.part
        if isinstance(part, ToolCall) and not self._grew:
            return grown(part, EMPTY_INPUT)
        if isinstance(part, Text) and self.citations:
            extra = tuple(one for one in part.extra if one.key != "citations")
            cited = Extra(key="citations", json=to_text(self.citations))
            return Text(text="".join(self._words), extra=(*extra, cited))
        if isinstance(part, Opaque) and self._words:
            block = members(try_parse(part.json)) or {}
            text = "".join(self._words)
            value = try_parse(text)
            return msgspec.structs.replace(part, json=to_text({**block, "input": text if value is None else value}))
        return None
