"""Streamed responses, as they are read: each chunk is a response with the next parts. Texts next to each other are
one part; what chunks say besides is gathered, a later one in place of an earlier one."""

import msgspec

from skillrt.wire.assembly import Assembly, StreamedPart, begun
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import (
    Delta,
    Failed,
    PartEnded,
    PartGrew,
    PartStarted,
    Started,
    Stopped,
    Unknown,
    UsageSeen,
)
from skillrt.wire.events import Event, EventDecoder
from skillrt.wire.exchange import Extra, Opaque, Part, Response, StopReason, Text, Thinking, ToolCall, Usage
from skillrt.wire.gemini.parts import Calls, encode_part
from skillrt.wire.gemini.response import decode_error, response_of
from skillrt.wire.json_list import ListDecoder
from skillrt.wire.json_text import members, parse_object, to_text, try_parse

_SPACE = b" \t\r\n\xef\xbb\xbf"


class _Open:
    """A part of words that goes on."""

    def __init__(self, index: int, part: Text | Thinking) -> None:
        self.index = index
        self.thinking = isinstance(part, Thinking)
        self._texts: list[str] = []
        self._signatures: list[str] = []
        self._extra: dict[str, Extra] = {}

    def grow(self, text: str, signature: str, extra: tuple[Extra, ...]) -> None:
        self._texts.append(text)
        self._signatures.append(signature)
        self._extra.update({one.key: one for one in extra})

    def whole(self) -> Text | Thinking:
        text, extra = "".join(self._texts), tuple(self._extra.values())
        if self.thinking:
            return Thinking(text=text, signature="".join(self._signatures), extra=extra)
        return Text(text=text, extra=extra)


class GeminiReader:
    """A `StreamReader` for event streams and for streams that are one JSON list; the first byte tells them apart."""

    def __init__(self) -> None:
        self._events: EventDecoder | None = None
        self._list: ListDecoder | None = None
        self._assembly = Assembly("gemini")
        self._calls = Calls()
        self._open: _Open | None = None
        self._begun = 0
        self._called = False
        self._usage: Usage | None = None
        self._first: tuple[Extra, ...] | None = None
        self._rest: dict[str, str] = {}

    def feed(self, data: bytes) -> list[Delta]:
        """What the bytes complete."""
        if self._events is None and self._list is None:
            start = data.lstrip(_SPACE)[:1]
            if not start:
                return []
            if start in b"[{":
                self._list = ListDecoder()
            else:
                self._events = EventDecoder()
        if self._list is not None:
            return self._said([delta for chunk in self._list.feed(data) for delta in self._chunk(chunk)])
        return self._read(self._events.feed(data) if self._events is not None else [])

    def end(self) -> list[Delta]:
        """What is left when the stream has ended."""
        return self._read(self._events.end() if self._events is not None else [])

    def response(self) -> Response:
        """The whole response so far."""
        extra = tuple([Extra(key=key, json=text) for key, text in self._rest.items()])
        return msgspec.structs.replace(self._assembly.response(), extra=extra)

    def _read(self, events: list[Event]) -> list[Delta]:
        return self._said([delta for event in events for delta in self._chunk(event.data, event.name)])

    def _said(self, deltas: list[Delta]) -> list[Delta]:
        self._assembly.add(deltas)
        return deltas

    def _chunk(self, data: str | bytes, name: str = "") -> list[Delta]:
        try:
            found = parse_object(data)
        except NotUnderstood:
            text = data if isinstance(data, str) else data.decode("utf-8", "replace")
            return [Unknown(event=name, data=text)]
        if (error := members(found.get("error"))) is not None:
            return [Failed(error=decode_error(dict(error), 0))]
        chunk = response_of(found, self._calls)
        self._gather(chunk.extra)
        deltas: list[Delta] = []
        if self._first is None:
            self._first = chunk.extra
            deltas.append(Started(id=chunk.id, model=chunk.model, extra=chunk.extra))
        deltas += [delta for part in chunk.parts for delta in self._part(part)]
        if chunk.stop_word:
            deltas += self._end_open()
        if chunk.usage is not None and chunk.usage != self._usage:
            self._usage = chunk.usage
            deltas.append(UsageSeen(usage=chunk.usage))
        if chunk.stop_word:
            deltas.append(self._stopped(chunk))
        return deltas

    def _stopped(self, chunk: Response) -> Stopped:
        stop: StopReason = "tool-calls" if chunk.stop == "end" and self._called else chunk.stop
        first = {one.key: one.json for one in self._first or ()}
        more = [Extra(key=key, json=text) for key, text in self._rest.items() if first.get(key) != text]
        return Stopped(stop=stop, stop_word=chunk.stop_word, extra=tuple(more))

    def _gather(self, extra: tuple[Extra, ...]) -> None:
        """Keep what a chunk says besides; members of the candidate and of its content one by one."""
        for one in extra:
            self._rest[one.key] = _joined(self._rest.get(one.key), one.json) if one.key == "~candidate" else one.json

    def _part(self, part: Part) -> list[Delta]:
        if isinstance(part, Text | Thinking):
            return self._words(part)
        self._called = self._called or isinstance(part, ToolCall)
        whole: StreamedPart = (
            part if isinstance(part, ToolCall | Opaque) else Opaque(type="", json=to_text(encode_part(part)))
        )
        deltas = self._end_open()
        index = self._next()
        deltas.append(PartStarted(index=index, part=begun(whole)))
        if isinstance(whole, ToolCall):
            deltas.append(PartGrew(index=index, text=whole.arguments))
        return [*deltas, PartEnded(index=index, part=whole)]

    def _words(self, part: Text | Thinking) -> list[Delta]:
        """More of the open part, or the beginning of the next one."""
        deltas: list[Delta] = []
        if self._open is None or self._open.thinking != isinstance(part, Thinking):
            if part == Text(text=""):
                return []
            deltas = self._end_open()
            self._open = _Open(self._next(), part)
            deltas.append(PartStarted(index=self._open.index, part=begun(part)))
        signature = part.signature if isinstance(part, Thinking) else ""
        self._open.grow(part.text, signature, part.extra)
        if part.text or signature:
            deltas.append(PartGrew(index=self._open.index, text=part.text, signature=signature))
        return deltas

    def _end_open(self) -> list[Delta]:
        if self._open is None:
            return []
        ended = PartEnded(index=self._open.index, part=self._open.whole())
        self._open = None
        return [ended]

    def _next(self) -> int:
        index = self._begun
        self._begun += 1
        return index


def _joined(before: str | None, after: str) -> str:
    """Two candidates' other members as one object, what is absent or in the content included."""
    old, new = dict(members(try_parse(before or "{}")) or {}), members(try_parse(after)) or {}
    content = {**(members(old.get("~content")) or {}), **(members(new.get("~content")) or {})}
    old.update(new)
    if content:
        old["~content"] = content
    return to_text(old)
