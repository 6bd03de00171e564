"""Streams on their way back: what a provider sends, as the harness's dialect says it, piece by piece."""

import msgspec

from skillrt.wire.assembly import StreamedPart
from skillrt.wire.codec import StreamReader, StreamWriter
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, UsageSeen
from skillrt.wire.exchange import Response, Text, Thinking, ToolCall
from skillrt.wire.translate.free_text import FreeText
from skillrt.wire.translate.order import InOrder
from skillrt.wire.translate.request import Translation
from skillrt.wire.translate.response import back_part, back_stop, back_usage, is_custom, seed_of, translate_error


class StreamTranslation:
    """Bytes of the provider's stream in, bytes of the harness's stream out; nothing waits for more than its event."""

    def __init__(self, translation: Translation, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._back = DeltaTranslation(translation)

    def feed(self, data: bytes) -> bytes:
        """What the bytes say."""
        return self._write(self._reader.feed(data))

    def end(self) -> bytes:
        """What is left, and the end; a stream that broke off stays so."""
        return self._write(self._reader.end()) + self._writer.end()

    def response(self) -> Response:
        """What the provider said so far, in its dialect."""
        return self._reader.response()

    def _write(self, deltas: list[Delta]) -> bytes:
        return b"".join([self._writer.write(back) for delta in deltas for back in self._back.translate(delta)])


class DeltaTranslation:
    """The pieces of a response for the harness, one after the other."""

    def __init__(self, translation: Translation) -> None:
        self._translation = translation
        self._parts: dict[int, _Part] = {}
        self._seed = seed_of("", translation)
        self._calls = False
        self._order = InOrder()

    def translate(self, delta: Delta) -> list[Delta]:
        """The pieces that say this one, and those that waited for it."""
        return [back for one in self._order.add(delta) for back in self._translate(one)]

    def _translate(self, delta: Delta) -> list[Delta]:
        if isinstance(delta, PartGrew):
            part = self._parts.get(delta.index)
            return part.grow(delta) if part else []
        if isinstance(delta, PartStarted):
            return self._start(delta)
        if isinstance(delta, PartEnded):
            part = self._parts.get(delta.index)
            return part.end(delta, self._translation) if part else []
        return self._rest(delta)

    def _start(self, delta: PartStarted) -> list[Delta]:
        back = back_part(delta.part, self._translation, self._seed, delta.index)
        if back is None:
            return []
        free = (
            isinstance(delta.part, ToolCall)
            and delta.part.kind == "function"
            and is_custom(delta.part, self._translation)
        )
        self._calls = self._calls or isinstance(back, ToolCall)
        self._parts[delta.index] = _Part(len(self._parts), back, FreeText() if free else None)
        return [PartStarted(index=self._parts[delta.index].index, part=back)]

    def _rest(self, delta: Delta) -> list[Delta]:
        if isinstance(delta, Started):
            self._seed = seed_of(delta.id, self._translation)
            return [Started(id=delta.id, model=delta.model, usage=back_usage(delta.usage))]
        if isinstance(delta, UsageSeen):
            return [UsageSeen(usage=msgspec.structs.replace(delta.usage, extra=()))]
        if isinstance(delta, Stopped):
            return [Stopped(stop=back_stop(delta.stop, calls=self._calls), stop_sequence=delta.stop_sequence)]
        if isinstance(delta, Failed):
            return [Failed(error=translate_error(delta.error, self._translation.source.dialect))]
        return []


class _Part:
    """A part on its way: its index for the harness, how it began there, and the free text in its arguments where they
    hold one."""

    def __init__(self, index: int, began: StreamedPart, free: FreeText | None) -> None:
        self.index = index
        self._began = began
        self._free = free

    def grow(self, delta: PartGrew) -> list[Delta]:
        text = delta.text if self._free is None else self._free.feed(delta.text)
        return [PartGrew(index=self.index, text=text)] if text else []

    def end(self, delta: PartEnded, translation: Translation) -> list[Delta]:
        part = delta.part
        if self._free is not None:
            if isinstance(part, ToolCall):
                self._free.complete(part.arguments)
            rest = self._free.end()
            grew: list[Delta] = [PartGrew(index=self.index, text=rest)] if rest else []
            return [*grew, PartEnded(index=self.index)]
        if isinstance(part, ToolCall | Text | Thinking):
            whole = back_part(part, translation, "", delta.index)
            if isinstance(whole, ToolCall) and isinstance(self._began, ToolCall):
                whole = msgspec.structs.replace(whole, id=self._began.id)
            return [PartEnded(index=self.index, part=whole)]
        return [PartEnded(index=self.index)]
