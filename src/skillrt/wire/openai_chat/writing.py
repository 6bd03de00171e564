"""Streams of Chat Completions: pieces to chunks."""

from skillrt.wire.assembly import StreamedPart, words_of
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import CONTENT_TYPE, Event, encode_data, encode_event
from skillrt.wire.exchange import Extra, Opaque, Response, Text, Thinking, ToolCall, Usage
from skillrt.wire.json_text import Json, Members, kept, marked, members, rebuild, to_bytes
from skillrt.wire.openai_chat.messages import REASONING_KEY, REASONING_KEYS
from skillrt.wire.openai_chat.parts import is_legacy
from skillrt.wire.openai_chat.responses import encode_error_member, encode_usage, stop_word


class ChunkWriter:
    """Writes one response as chunks. Tokens come last, and only where the client asked for them."""

    content_type = CONTENT_TYPE

    def __init__(self, include_usage: bool) -> None:
        self._include_usage = include_usage
        self._base: Members = _base(Started())
        self._parts: dict[int, _Written] = {}
        self._calls = 0
        self._usage: Usage | None = None
        self._stopped = False

    def write(self, delta: Delta) -> bytes:
        """The chunks that say a piece."""
        if isinstance(delta, PartGrew):
            return self._grow(delta.index, delta.text, delta.extra)
        if isinstance(delta, PartStarted):
            return self._start(delta)
        if isinstance(delta, PartEnded):
            return self._end_part(delta)
        if isinstance(delta, Started):
            self._base = _base(delta)
            self._usage = delta.usage
            return self._chunk({"role": "assistant", "content": ""}, ())
        if isinstance(delta, UsageSeen):
            self._usage = delta.usage
            return b""
        return self._write_rest(delta)

    def end(self) -> bytes:
        """The tokens, and the mark of the end; nothing for a response that never stopped."""
        if not self._stopped:
            return b""
        last = b""
        if self._usage is not None and self._include_usage:
            last = _data({**self._base, "choices": [], "usage": encode_usage(self._usage)})
        return last + b"data: [DONE]\n\n"

    def _write_rest(self, delta: Delta) -> bytes:
        if isinstance(delta, Stopped):
            self._stopped = True
            word = stop_word(Response(dialect="openai-chat", stop=delta.stop, stop_word=delta.stop_word))
            return self._chunk({}, delta.extra, word or None) if word else b""
        if isinstance(delta, Failed):
            return _data(rebuild({}, delta.extra, encode_error_member(delta.error)))
        if isinstance(delta, Unknown):
            return encode_event(Event(name=delta.event, data=delta.data))
        return b""

    def _start(self, delta: PartStarted) -> bytes:
        part = delta.part
        written = _Written(part, self._calls if isinstance(part, ToolCall) else 0)
        self._parts[delta.index] = written
        if isinstance(part, ToolCall):
            self._calls += 1
            return self._chunk(written.begin(part), delta.extra)
        return self._grow(delta.index, words_of(part), delta.extra)

    def _grow(self, index: int, text: str, extra: tuple[Extra, ...]) -> bytes:
        written = self._parts.get(index)
        if written is None:
            raise NotUnderstood(f"more of part {index}, which has not begun")
        if (not text and not extra) or written.opaque:
            return b""
        written.length += len(text)
        return self._chunk(written.grow(text), extra) if text else b""

    def _end_part(self, delta: PartEnded) -> bytes:
        written = self._parts.get(delta.index)
        if written is None or delta.part is None:
            return b""
        return self._grow(delta.index, words_of(delta.part)[written.length :], ())

    def _chunk(self, delta: Members, extra: tuple[Extra, ...], word: str | None = None) -> bytes:
        choice: Members = {"index": 0, "delta": delta, "finish_reason": word}
        if not extra:
            return _data({**self._base, "choices": [choice]})
        choice["delta"] = {**(members(marked(extra, "delta")) or {}), **delta}
        choice = {**(members(marked(extra, "choice")) or {}), **choice}
        return _data({**self._base, **kept(extra), "choices": [choice]})


class _Written:
    """A part that is being written: how many characters of it went out, and how more of it is said."""

    def __init__(self, part: StreamedPart, number: int) -> None:
        self.length = len(words_of(part))
        self.opaque = isinstance(part, Opaque)
        self._number = number
        self._kind = part.kind if isinstance(part, ToolCall) else ""
        self._legacy = isinstance(part, ToolCall) and is_legacy(part.extra)
        self._key = _key(part)

    def begin(self, call: ToolCall) -> Members:
        words = "input" if call.kind == "custom" else "arguments"
        inner: Members = {"name": call.name, words: call.arguments, **(members(marked(call.extra, "inner")) or {})}
        if self._legacy:
            return {"function_call": inner}
        piece: Members = {"index": self._number, "id": call.id, "type": call.kind, call.kind: inner}
        return {"tool_calls": [{**kept(call.extra), **piece}]}

    def grow(self, text: str) -> Members:
        if not self._kind:
            return {self._key: text}
        inner: Json = {"input" if self._kind == "custom" else "arguments": text}
        return (
            {"function_call": inner} if self._legacy else {"tool_calls": [{"index": self._number, self._kind: inner}]}
        )


def _key(part: StreamedPart) -> str:
    if isinstance(part, Thinking):
        key = marked(part.extra, REASONING_KEY)
        return key if isinstance(key, str) else REASONING_KEYS[0]
    return "refusal" if isinstance(part, Text) and part.refusal else "content"


def _base(started: Started) -> Members:
    constants: Members = {"id": "", "object": "chat.completion.chunk", "created": 0, "model": ""}
    said = {"id": started.id, "model": started.model}
    return rebuild(constants, started.extra, {key: value for key, value in said.items() if value})


def _data(chunk: Members) -> bytes:
    return encode_data(to_bytes(chunk))
