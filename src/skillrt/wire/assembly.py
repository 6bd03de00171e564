"""Responses from pieces and pieces from responses: what the streams of all dialects share."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import (
    Delta,
    Failed,
    PartEnded,
    PartGrew,
    PartStarted,
    Started,
    Stopped,
    UsageSeen,
)
from skillrt.wire.events import EVENT_LIMIT, Event, EventDecoder
from skillrt.wire.exchange import Dialect, Opaque, Response, Text, Thinking, ToolCall

StreamedPart = Text | Thinking | ToolCall | Opaque


class Assembly:
    """The response that the pieces make. Pieces of a part that has not begun, and events nobody understands, say
    nothing."""

    def __init__(self, dialect: Dialect) -> None:
        self._response = Response(dialect=dialect)
        self._parts: dict[int, _Growing] = {}

    def add(self, deltas: Iterable[Delta]) -> None:
        """Take pieces in."""
        for delta in deltas:
            self._add(delta)

    def response(self) -> Response:
        """The response so far."""
        return msgspec.structs.replace(self._response, parts=tuple(part.whole() for part in self._parts.values()))

    def part(self, index: int) -> StreamedPart | None:
        """One part so far."""
        growing = self._parts.get(index)
        return growing.whole() if growing else None

    def _add(self, delta: Delta) -> None:
        if isinstance(delta, PartGrew):
            if growing := self._parts.get(delta.index):
                growing.grow(delta)
        elif isinstance(delta, PartStarted):
            self._parts[delta.index] = _Growing(delta.part)
        elif isinstance(delta, PartEnded):
            if delta.part is not None:
                self._parts[delta.index] = _Growing(delta.part)
        else:
            self._add_rest(delta)

    def _add_rest(self, delta: Delta) -> None:
        replace = msgspec.structs.replace
        if isinstance(delta, Started):
            self._response = replace(
                self._response, id=delta.id, model=delta.model, extra=delta.extra, usage=delta.usage
            )
        elif isinstance(delta, UsageSeen):
            self._response = replace(self._response, usage=delta.usage)
        elif isinstance(delta, Stopped):
            self._response = replace(
                self._response, stop=delta.stop, stop_word=delta.stop_word, stop_sequence=delta.stop_sequence
            )
        elif isinstance(delta, Failed):
            self._response = replace(self._response, stop="error", error=delta.error)


class _Growing:
    """A part with what was added to it; joined once, when somebody asks."""

    def __init__(self, part: StreamedPart) -> None:
        self._part = part
        self._texts: list[str] = []
        self._signatures: list[str] = []

    def grow(self, delta: PartGrew) -> None:
        if delta.text:
            self._texts.append(delta.text)
        if delta.signature:
            self._signatures.append(delta.signature)

    def whole(self) -> StreamedPart:
        if self._texts or self._signatures:
            self._part = grown(self._part, "".join(self._texts), "".join(self._signatures))
            self._texts.clear()
            self._signatures.clear()
        return self._part


def grown(part: StreamedPart, text: str, signature: str = "") -> StreamedPart:
    """A part with more words, thinking, arguments or signature at its end. What is opaque stays as it is."""
    replace = msgspec.structs.replace
    if isinstance(part, Text):
        return replace(part, text=part.text + text)
    if isinstance(part, Thinking):
        return replace(part, text=part.text + text, signature=part.signature + signature)
    if isinstance(part, ToolCall):
        return replace(part, arguments=part.arguments + text, signature=part.signature + signature)
    return part


def words_of(part: StreamedPart) -> str:
    """What of a part comes in pieces."""
    if isinstance(part, ToolCall):
        return part.arguments
    return "" if isinstance(part, Opaque) else part.text


def begun(part: StreamedPart) -> StreamedPart:
    """A part as it is known when it begins: without what comes in pieces."""
    replace = msgspec.structs.replace
    if isinstance(part, Text):
        return replace(part, text="")
    if isinstance(part, Thinking):
        return replace(part, text="", signature="")
    if isinstance(part, ToolCall):
        return replace(part, arguments="")
    return part


def deltas_of(response: Response, piece: int = 0) -> Iterator[Delta]:
    """The pieces of a whole response; texts are cut into pieces of that many characters (0: not at all)."""
    yield Started(id=response.id, model=response.model, extra=response.extra)
    streamed = [part for part in response.parts if isinstance(part, StreamedPart)]
    for index, part in enumerate(streamed):
        yield PartStarted(index=index, part=begun(part))
        words = words_of(part)
        step = piece or max(len(words), 1)
        for start in range(0, len(words), step):
            yield PartGrew(index=index, text=words[start : start + step])
        if isinstance(part, Thinking) and part.signature:
            yield PartGrew(index=index, signature=part.signature)
        yield PartEnded(index=index)
    if response.usage is not None:
        yield UsageSeen(usage=response.usage)
    if response.error is not None:
        yield Failed(error=response.error)
    elif response.stop != "unknown" or response.stop_word:
        yield Stopped(stop=response.stop, stop_word=response.stop_word, stop_sequence=response.stop_sequence)


class Interpreter(Protocol):
    """What a dialect makes of the events of its streams, one after the other."""

    def read(self, event: Event) -> list[Delta]:
        """The pieces that an event says."""
        ...

    def end(self) -> list[Delta]:
        """What is left to say when the stream is over."""
        ...


class EventReader:
    """A `StreamReader` for a dialect whose streams are event streams."""

    def __init__(self, dialect: Dialect, interpreter: Interpreter, limit: int = EVENT_LIMIT) -> None:
        self._decoder = EventDecoder(limit)
        self._interpreter = interpreter
        self._assembly = Assembly(dialect)

    def feed(self, data: bytes) -> list[Delta]:
        """What the bytes complete."""
        return self._read(self._decoder.feed(data))

    def end(self) -> list[Delta]:
        """What is left when the stream has ended. An event that was broken off in its middle says nothing."""
        try:
            deltas = self._read(self._decoder.end())
        except NotUnderstood:
            deltas = []
        last = self._interpreter.end()
        self._assembly.add(last)
        return deltas + last

    def response(self) -> Response:
        """The whole response so far."""
        return self._assembly.response()

    def _read(self, events: list[Event]) -> list[Delta]:
        read = self._interpreter.read
        deltas = [delta for event in events for delta in read(event)]
        self._assembly.add(deltas)
        return deltas
