"""Streamed responses, as they are read.

Servers differ in which events they send: some none for content parts, some nothing but whole items, some only the
response at the end. Whatever was not begun by an event of its own begins with the event that has all of it.
"""

from collections.abc import Callable

import msgspec

from skillrt.wire.assembly import Assembly, StreamedPart, begun, words_of
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
from skillrt.wire.exchange import Extra, Opaque, Part, Response
from skillrt.wire.json_text import Members, items, members, parse_object
from skillrt.wire.openai_responses.items import DONE, Form, decode_item, opaque_item, stands_in_message
from skillrt.wire.openai_responses.reasoning import BETWEEN
from skillrt.wire.openai_responses.response import decode_error, response_of

_TERMINAL = frozenset(
    {"response.completed", "response.incomplete", "response.failed", "response.cancelled", "response.done"}
)
# They say again what other events say.
_REPEATS = frozenset(
    {
        "response.in_progress",
        "response.queued",
        "response.output_text.done",
        "response.refusal.done",
        "response.function_call_arguments.done",
        "response.custom_tool_call_input.done",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
        "response.reasoning_text.done",
    }
)


class _Item:
    """One item of `output` that has begun: the numbers of its parts, by place in the item."""

    def __init__(self, head: Members, after_text: bool) -> None:
        self.head = head
        self.after_text = after_text
        self.parts: dict[int, int] = {}
        self.ended: set[int] = set()
        self.section = 0
        self.summary = ""


class ResponsesReader:
    """A `StreamReader`."""

    def __init__(self) -> None:
        self._events = EventDecoder()
        self._assembly = Assembly("openai-responses")
        self._items: dict[int, _Item] = {}
        self._started: tuple[Extra, ...] | None = None
        self._form = Form("")
        self._begun = 0
        self._last: Part | None = None
        self._terminal: Members | None = None
        self._readers: dict[str, Callable[[Members], list[Delta]]] = {
            "response.created": self._created,
            "response.output_item.added": self._added,
            "response.output_item.done": self._done,
            "response.content_part.added": self._content,
            "response.content_part.done": self._content_done,
            "response.output_text.delta": self._text,
            "response.refusal.delta": self._text,
            "response.function_call_arguments.delta": self._grew,
            "response.custom_tool_call_input.delta": self._grew,
            "response.reasoning_summary_part.added": self._section,
            "response.reasoning_summary_text.delta": self._thought,
            "response.reasoning_text.delta": self._thought,
            "error": self._error,
        }

    def feed(self, data: bytes) -> list[Delta]:
        """What the bytes complete."""
        return self._read(self._events.feed(data))

    def end(self) -> list[Delta]:
        """What is left when the stream has ended."""
        return self._read(self._events.end())

    def response(self) -> Response:
        """The whole response so far; what the last event says of it wins."""
        streamed = self._assembly.response()
        if self._terminal is None:
            return streamed
        return response_of(dict(self._terminal), streamed.parts)

    def _read(self, events: list[Event]) -> list[Delta]:
        return [delta for event in events for delta in self._event(event)]

    def _event(self, event: Event) -> list[Delta]:
        if event.data == "[DONE]":
            return []
        try:
            data = parse_object(event.data)
        except NotUnderstood:
            return [Unknown(event=event.name, data=event.data)]
        kind = data.get("type", event.name)
        if not isinstance(kind, str):
            return [Unknown(event=event.name, data=event.data)]
        data["type"] = kind
        if kind in _REPEATS:
            return []
        if kind in _TERMINAL:
            return self._finished(data)
        read = self._readers.get(kind)
        return [Unknown(event=event.name, data=event.data)] if read is None else self._said(read(data))

    def _said(self, deltas: list[Delta]) -> list[Delta]:
        self._assembly.add(deltas)
        return deltas

    def _created(self, data: Members) -> list[Delta]:
        return self._start(members(data.get("response")) or {})

    def _start(self, head: Members) -> list[Delta]:
        """The beginning, unless it was said already."""
        if self._started is not None:
            return []
        found = {key: value for key, value in head.items() if key != "output"}
        response = response_of({**found, "output": []})
        self._started = response.extra
        self._form = Form(response.id)
        return [Started(id=response.id, model=response.model, extra=response.extra)]

    def _added(self, data: Members) -> list[Delta]:
        place, item = _place(data), members(data.get("item"))
        if item is None or place in self._items:
            return []
        begin = dict(item)
        if "status" in begin:
            begin["status"] = DONE
        self._items[place] = _Item(begin, self._last is not None and stands_in_message(self._last))
        kind = item.get("type")
        if kind == "reasoning":
            begin["summary"] = []
            begin.pop("content", None)
        elif kind == "function_call":
            begin["arguments"] = ""
        elif kind == "custom_tool_call":
            begin["input"] = ""
        else:
            return []
        (part,) = self._parts(place, begin)
        return [] if isinstance(part, Opaque) else [self._begin(place, 0, part)]

    def _done(self, data: Members) -> list[Delta]:
        item = members(data.get("item"))
        return [] if item is None else self._whole(_place(data), item)

    def _whole(self, place: int, item: Members) -> list[Delta]:
        """All of an item: what had not begun begins, what had not ended ends."""
        after_text = self._last is not None and stands_in_message(self._last)
        state = self._items.setdefault(place, _Item(dict(item), after_text))
        deltas: list[Delta] = []
        for number, part in enumerate(self._parts(place, item)):
            if number not in state.parts:
                deltas.append(self._begin(place, number, begun(part)))
                if words := words_of(part):
                    deltas.append(PartGrew(index=state.parts[number], text=words))
            if number not in state.ended:
                state.ended.add(number)
                deltas.append(PartEnded(index=state.parts[number], part=part))
        return deltas

    def _content(self, data: Members) -> list[Delta]:
        """A part of a message begins."""
        place, number = _place(data), _place(data, "content_index")
        state, part = self._items.get(place), members(data.get("part"))
        if state is None or part is None or number in state.parts or state.head.get("type") != "message":
            return []
        words = "refusal" if part.get("type") == "refusal" else "text"
        found = self._inner(place, state, number, {**part, words: ""})
        return [] if isinstance(found, Opaque) else [self._begin(place, number, found)]

    def _content_done(self, data: Members) -> list[Delta]:
        place, number = _place(data), _place(data, "content_index")
        state, part = self._items.get(place), members(data.get("part"))
        if state is None or part is None or number in state.ended or state.head.get("type") != "message":
            return []
        deltas: list[Delta] = []
        found = self._inner(place, state, number, part)
        if number not in state.parts:
            deltas.append(self._begin(place, number, begun(found)))
        state.ended.add(number)
        return [*deltas, PartEnded(index=state.parts[number], part=found)]

    def _text(self, data: Members) -> list[Delta]:
        place, number = _place(data), _place(data, "content_index")
        state = self._items.get(place)
        if state is None:
            state = self._items[place] = _Item({"type": "message", "id": data.get("item_id")}, False)
        deltas: list[Delta] = []
        if number not in state.parts:
            refusal = data["type"] == "response.refusal.delta"
            part: Members = {"type": "refusal", "refusal": ""} if refusal else {"type": "output_text", "text": ""}
            deltas.append(self._begin(place, number, self._inner(place, state, number, part)))
        return [*deltas, *self._grow(state, number, data)]

    def _grew(self, data: Members) -> list[Delta]:
        state = self._items.get(_place(data))
        return [] if state is None else self._grow(state, 0, data)

    def _section(self, data: Members) -> list[Delta]:
        """Another part of a summary begins."""
        state = self._items.get(_place(data))
        section = _place(data, "summary_index")
        if state is None or 0 not in state.parts or section <= state.section:
            return []
        state.section = section
        return [PartGrew(index=state.parts[0], text=BETWEEN)]

    def _thought(self, data: Members) -> list[Delta]:
        state = self._items.get(_place(data))
        if state is None:
            return []
        kind = str(data["type"])
        state.summary = state.summary or kind
        # thinking that is sent both raw and as a summary is read once
        return [*self._section(data), *self._grow(state, 0, data)] if state.summary == kind else []

    def _grow(self, state: _Item, number: int, data: Members) -> list[Delta]:
        text = data.get("delta")
        if number not in state.parts or not isinstance(text, str) or not text:
            return []
        return [PartGrew(index=state.parts[number], text=text)]

    def _error(self, data: Members) -> list[Delta]:
        error = dict(members(data.get("error")) or data)
        if error.get("type") == "error":
            del error["type"]
        error.pop("sequence_number", None)
        if not isinstance(error.get("message"), str):
            error["message"] = ""
        return [Failed(error=decode_error(error, 0))]

    def _finished(self, data: Members) -> list[Delta]:
        found = members(data.get("response"))
        if found is None:
            return []
        deltas = self._start(found)
        for place, value in enumerate(items(found.get("output")) or ()):
            item = members(value)
            if item is not None:
                deltas += self._whole(place, item)
        self._said(deltas)
        self._terminal = found
        response = response_of(dict(found), self._assembly.response().parts)
        last: list[Delta] = [UsageSeen(usage=response.usage)] if response.usage is not None else []
        if response.error is not None:
            last.append(Failed(error=response.error))
        else:
            more = tuple(one for one in response.extra if one not in (self._started or ()))
            last.append(Stopped(stop=response.stop, stop_word=response.stop_word, extra=more))
        return deltas + self._said(last)

    def _begin(self, place: int, number: int, part: StreamedPart) -> Delta:
        index = self._begun
        self._begun += 1
        self._items[place].parts[number] = index
        self._last = part
        return PartStarted(index=index, part=part)

    def _parts(self, place: int, item: Members) -> list[StreamedPart]:
        state = self._items[place]
        parts = decode_item(item, place, self._form, state.after_text)
        # no part of a message can be media; as a whole item it is kept as it is
        if any(not isinstance(part, StreamedPart) for part in parts):
            return [opaque_item(item)]
        return [part for part in parts if isinstance(part, StreamedPart)]

    def _inner(self, place: int, state: _Item, number: int, part: Members) -> StreamedPart:
        """One part of a message; the first has what the item says besides."""
        found = self._parts(place, {**state.head, "role": "assistant", "content": [part]})[0]
        if number == 0:
            return found
        return msgspec.structs.replace(found, extra=tuple(one for one in found.extra if one.key != "~item"))


def _place(data: Members, key: str = "output_index") -> int:
    value = data.get(key)
    return value if isinstance(value, int) else 0
