"""Streamed responses, as they are written: as events, or as one JSON list."""

import msgspec

from skillrt.wire.assembly import StreamedPart, grown
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, UsageSeen
from skillrt.wire.events import CONTENT_TYPE, Event, encode_data, encode_event
from skillrt.wire.exchange import Extra, Opaque, Response, Text, Thinking, ToolCall, Usage
from skillrt.wire.gemini.response import encode_error, written
from skillrt.wire.json_text import Members, mark, marked, members, to_bytes


class _Growing:
    """A part that has begun: all of it so far, and how many of its words were sent."""

    def __init__(self, part: StreamedPart) -> None:
        self.part = part
        self.sent = 0
        self.sent_extra: tuple[Extra, ...] = ()


class GeminiWriter:
    """A `StreamWriter`. A call is sent when it is whole; the reason of the end with the last chunk."""

    def __init__(self, events: bool) -> None:
        self.content_type = CONTENT_TYPE if events else "application/json"
        self._events = events
        self._chunks = 0
        self._head = Response(dialect="gemini")
        self._parts: dict[int, _Growing] = {}
        self._usage: Usage | None = None
        self._stopped: Stopped | None = None
        self._failed = False

    def write(self, delta: Delta) -> bytes:
        """The bytes that say this."""
        if isinstance(delta, PartGrew):
            return self._grow(delta)
        if isinstance(delta, PartStarted):
            self._parts[delta.index] = _Growing(delta.part)
        elif isinstance(delta, PartEnded):
            return self._end_part(delta.index, delta.part)
        elif isinstance(delta, Started):
            self._head = Response(dialect="gemini", id=delta.id, model=delta.model, extra=delta.extra)
        elif isinstance(delta, UsageSeen):
            self._usage = delta.usage
        elif isinstance(delta, Stopped):
            # usage may still come
            self._stopped = delta
        elif isinstance(delta, Failed):
            self._failed = True
            return self._chunk({"error": encode_error(delta.error)}) + self._tail()
        elif self._events:
            return encode_event(Event(data=delta.data, name=delta.event))
        return b""

    def end(self) -> bytes:
        """What closes the stream; nothing where the response did not stop by itself."""
        if self._stopped is None or self._failed:
            return b""
        rest = b"".join([self._end_part(index, None) for index in list(self._parts)])
        changed = {one.key for one in self._stopped.extra}
        extra = (*[one for one in self._head.extra if one.key not in changed], *self._stopped.extra)
        last = msgspec.structs.replace(
            self._head, stop=self._stopped.stop, stop_word=self._stopped.stop_word, usage=self._usage, extra=extra
        )
        return rest + self._chunk(written(last)) + self._tail()

    def _grow(self, delta: PartGrew) -> bytes:
        state = self._parts.get(delta.index)
        if state is None:
            return b""
        state.part = grown(state.part, delta.text, delta.signature)
        if not delta.text or isinstance(state.part, ToolCall | Opaque):
            return b""
        state.sent += len(delta.text)
        return self._words(state, delta.text)

    def _end_part(self, index: int, whole: StreamedPart | None) -> bytes:
        state = self._parts.pop(index, None)
        if state is None:
            return b""
        part = whole if whole is not None else state.part
        if isinstance(part, ToolCall | Opaque):
            return self._part(part)
        state.part = part
        left = part.text[state.sent :]
        signature = part.signature if isinstance(part, Thinking) else ""
        if not left and not signature and (state.sent or not part.extra) and part.extra == state.sent_extra:
            return b""
        return self._words(state, left, signature)

    def _words(self, state: _Growing, text: str, signature: str = "") -> bytes:
        """A chunk with more words of a part; what else the part says goes with it once."""
        extra = tuple([one for one in state.part.extra if one not in state.sent_extra])
        state.sent_extra = state.part.extra
        if isinstance(state.part, Thinking):
            return self._part(Thinking(text=text, signature=signature, extra=extra))
        return self._part(Text(text=text, extra=extra))

    def _part(self, part: StreamedPart) -> bytes:
        content = (members(marked(self._head.extra, "candidate")) or {}).get("~content")
        extra = (mark("candidate", {"~content": content}),) if content is not None else ()
        return self._chunk(written(msgspec.structs.replace(self._head, parts=(part,), extra=extra)))

    def _chunk(self, value: Members) -> bytes:
        self._chunks += 1
        if self._events:
            return encode_data(to_bytes(value))
        return (b"[" if self._chunks == 1 else b",\r\n") + to_bytes(value)

    def _tail(self) -> bytes:
        return b"" if self._events else b"]"
