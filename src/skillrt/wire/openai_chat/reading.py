"""Streams of Chat Completions: chunks to pieces.

A text or thinking ends when another part begins; calls end with the response, because chunks of several calls may
come mixed. Members of a chunk that are not known go with the last piece it says: those of the chunk by their key,
those of the choice and of its delta under the marks `choice` and `delta`.
"""

import msgspec

from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import Event
from skillrt.wire.exchange import Text, Thinking, ToolCall
from skillrt.wire.json_text import (
    Json,
    Members,
    extras,
    items,
    mark,
    members,
    parse_object,
    take_constant,
    take_text,
    to_text,
    without,
)
from skillrt.wire.openai_chat.messages import REASONING_KEY, REASONING_KEYS
from skillrt.wire.openai_chat.parts import LEGACY
from skillrt.wire.openai_chat.responses import STOPS, decode_usage, take_error

DONE = "[DONE]"
# the members that the choice of a chunk has, and those of a chunk that differ from one to the next
_USUAL = frozenset({"index", "delta", "finish_reason", "logprobs"})
_CHANGING = frozenset({"choices", "usage", "obfuscation"})


class ChunkInterpreter:
    """Reads the chunks of one response, one after the other."""

    def __init__(self) -> None:
        self._first: Members | None = None
        self._count = 0
        self._open: tuple[str, int] | None = None  # the text or thinking that grows: its key and index
        self._calls: list[_Call] = []
        self._stopped = False

    def read(self, event: Event) -> list[Delta]:
        """The pieces that a chunk says."""
        if event.data.strip() == DONE:
            return self._done()
        chunk = parse_object(event.data)
        if self._open is not None and (more := self._more_words(chunk)) is not None:
            return [more]
        # random letters that hide the length of chunks
        chunk.pop("obfuscation", None)
        if error := take_error(chunk, 0):
            return [Failed(error=error, extra=extras(without(chunk, "choices")))]
        choices = items(chunk.pop("choices", None)) or []
        usage = decode_usage(chunk.get("usage"))
        chunk.pop("usage", None)
        choice = members(choices[0]) if choices else None
        if len(choices) > 1 or (choice is not None and choice.get("index", 0) != 0):
            return [Unknown(event=event.name, data=event.data)]
        deltas: list[Delta] = []
        rest = self._begin(chunk, choice, deltas)
        if choice is not None:
            rest |= self._read_choice(choice, deltas)
        if rest and deltas:
            deltas[-1] = _keep(rest, deltas[-1])
        if usage is not None:
            deltas.append(UsageSeen(usage=usage))
        return deltas or ([] if choice is None and not rest else [Unknown(event=event.name, data=event.data)])

    def end(self) -> list[Delta]:
        """Nothing: a stream that broke off has no last word."""
        return []

    def _more_words(self, chunk: Members) -> PartGrew | None:
        """What most chunks are: more of the words that grow and nothing else. None for all others."""
        choices, first = items(chunk.get("choices")), self._first
        choice = members(choices[0]) if choices and len(choices) == 1 else None
        if choice is None or first is None or self._open is None or not _USUAL.issuperset(choice):
            return None
        delta = members(choice.get("delta"))
        if not delta or len(delta) != 1 or choice.get("finish_reason") is not None or choice.get("index", 0) != 0:
            return None
        key, index = self._open
        text = delta.get(key)
        if not isinstance(text, str) or not text or choice.get("logprobs") is not None:
            return None
        for name, value in chunk.items():
            if name not in _CHANGING and first.get(name) != value:
                return None
        return None if chunk.get("usage") else PartGrew(index=index, text=text)

    def _begin(self, chunk: Members, choice: Members | None, deltas: list[Delta]) -> Members:
        """What is new at the top of a chunk; the first one with a choice starts the response."""
        if self._first is not None:
            first = self._first
            return {key: value for key, value in chunk.items() if key not in first or first[key] != value}
        if choice is None:
            return chunk
        self._first = dict(chunk)
        identity, model = take_text(chunk, "id"), take_text(chunk, "model")
        take_constant(chunk, "object", "chat.completion.chunk")
        take_constant(chunk, "created", 0)
        deltas.append(Started(id=identity, model=model, extra=extras(chunk)))
        return {}

    def _read_choice(self, choice: Members, deltas: list[Delta]) -> Members:
        """Add what a choice says; returns the marks of what is not known in it."""
        delta = members(choice.pop("delta", None)) or {}
        delta.pop("role", None)
        choice.pop("index", None)
        for key in REASONING_KEYS:
            if text := take_text(delta, key):
                self._grow_words(key, text, deltas)
                break
        for key in ("content", "refusal"):
            if text := take_text(delta, key):
                self._grow_words(key, text, deltas)
        for position, call in enumerate(items(delta.pop("tool_calls", None)) or ()):
            self._read_call(members(call) or {}, position, deltas)
        if (legacy := members(delta.pop("function_call", None))) is not None:
            self._read_call({"index": LEGACY, "function": legacy}, 0, deltas)
        word = take_text(choice, "finish_reason")
        if word and not self._stopped:
            self._finish(word, deltas)
        marks: Members = {}
        for key, rest in (("choice", choice), ("delta", delta)):
            if said := {name: value for name, value in rest.items() if value is not None and value != ""}:
                marks["~" + key] = said
        return marks

    def _grow_words(self, key: str, text: str, deltas: list[Delta]) -> None:
        if self._open is None or self._open[0] != key:
            self._close_words(deltas)
            part = Text(text="", refusal=key == "refusal")
            if key in REASONING_KEYS:
                part = Thinking(extra=() if key == REASONING_KEYS[0] else (mark(REASONING_KEY, key),))
            self._open = (key, self._count)
            deltas.append(PartStarted(index=self._count, part=part))
            self._count += 1
        deltas.append(PartGrew(index=self._open[1], text=text))

    def _close_words(self, deltas: list[Delta]) -> None:
        if self._open is not None:
            deltas.append(PartEnded(index=self._open[1]))
            self._open = None

    def _read_call(self, piece: Members, position: int, deltas: list[Delta]) -> None:
        kind = "custom" if "custom" in piece else "function"
        inner = dict(members(piece.get(kind)) or {})
        name, words = take_text(inner, "name"), inner.pop("input" if kind == "custom" else "arguments", None)
        identity, number = piece.get("id"), piece.get("index")
        call = self._call(number, identity if isinstance(identity, str) else "", name, position)
        if call.index < 0 and name:
            self._close_words(deltas)
            call.index = self._count
            self._count += 1
            rest = without(piece, "index", "id", "type", kind)
            marks: Members = {"inner": inner or None, LEGACY: True if number == LEGACY else None}
            part = ToolCall(id=call.id, name=name, arguments="", kind=kind, extra=extras(rest, marks))
            deltas.append(PartStarted(index=call.index, part=part))
        text = call.waiting + _words(words)
        call.waiting = text if call.index < 0 else ""
        if call.index >= 0 and text:
            deltas.append(PartGrew(index=call.index, text=text))

    def _call(self, number: Json, identity: str, name: str, position: int) -> "_Call":
        """The call that a piece belongs to. Some servers send no index, or one index for all calls."""
        if number is None:
            known = next((call for call in self._calls if identity and call.id == identity), None)
            if known is None and not identity and not name and self._calls:
                known = self._calls[-1]
        else:
            known = next((call for call in reversed(self._calls) if call.number == number), None)
            if known is not None and name and identity and known.id and identity != known.id:
                known = None
        if known is None:
            known = _Call(number=position if number is None else number, id=identity)
            self._calls.append(known)
        known.id = known.id or identity
        return known

    def _finish(self, word: str, deltas: list[Delta]) -> None:
        self._close_words(deltas)
        deltas += [PartEnded(index=call.index) for call in self._calls if call.index >= 0]
        self._stopped = True
        deltas.append(Stopped(stop=STOPS.get(word, "unknown"), stop_word=word))

    def _done(self) -> list[Delta]:
        """The end that some servers give without a reason to stop."""
        deltas: list[Delta] = []
        if self._first is not None and not self._stopped:
            self._close_words(deltas)
            deltas += [PartEnded(index=call.index) for call in self._calls if call.index >= 0]
            self._stopped = True
            deltas.append(Stopped(stop="unknown"))
        return deltas


class _Call:
    """A call whose pieces come in: its number on the wire, and its index once its name is known."""

    def __init__(self, number: Json, id: str) -> None:
        self.number = number
        self.id = id
        self.index = -1
        self.waiting = ""


def _words(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else to_text(value)


def _keep(rest: Members, delta: Delta) -> Delta:
    """A piece with what is not known in its chunk."""
    inner = ("~choice", "~delta")
    marks = {key[1:]: value for key, value in rest.items() if key in inner}
    return msgspec.structs.replace(delta, extra=(*delta.extra, *extras(without(rest, *inner), marks)))
