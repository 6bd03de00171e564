"""Streamed responses, as they are written: the events that the provider sends, in its order."""

import msgspec

from skillrt.wire.assembly import StreamedPart, grown
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import CONTENT_TYPE, Event, encode_data, encode_event
from skillrt.wire.exchange import Response, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.json_text import Json, Members, marked, members, rebuild, to_bytes
from skillrt.wire.openai_responses.content import encode_content
from skillrt.wire.openai_responses.items import Form, encode_items, stands_in_message
from skillrt.wire.openai_responses.response import CONSTANTS, encode_usage, written


class _Item:
    """One item of `output`: the numbers of its parts, what is known of them, and which have ended."""

    def __init__(self, place: int, in_message: bool) -> None:
        self.place = place
        self.in_message = in_message
        self.id: Json = None
        self.parts: dict[int, StreamedPart] = {}
        self.ended: set[int] = set()
        self.section_begun = False

    def content_index(self, index: int) -> int:
        return list(self.parts).index(index)

    @property
    def complete(self) -> bool:
        return len(self.ended) == len(self.parts)


class ResponsesWriter:
    """A `StreamWriter`."""

    content_type = CONTENT_TYPE

    def __init__(self) -> None:
        self._number = 0
        self._head = Response(dialect="openai-responses")
        self._form = Form("")
        self._items: list[_Item] = []
        self._by_part: dict[int, _Item] = {}
        self._done: dict[int, Json] = {}
        self._usage: Usage | None = None
        self._stopped: Stopped | None = None
        self._failed = False

    def write(self, delta: Delta) -> bytes:
        """The bytes of the events that say this."""
        if isinstance(delta, PartGrew):
            return self._grow(delta)
        if isinstance(delta, PartStarted):
            return self._begin(delta.index, delta.part)
        if isinstance(delta, PartEnded):
            return self._end_part(delta)
        if isinstance(delta, Unknown):
            return encode_event(Event(data=delta.data, name=delta.event))
        return self._whole(delta)

    def end(self) -> bytes:
        """What closes the stream; nothing where the response did not stop by itself."""
        if self._stopped is None or self._failed:
            return b""
        return self._close(*self._open()) + self._finish(None)

    def _whole(self, delta: Started | UsageSeen | Stopped | Failed) -> bytes:
        if isinstance(delta, Started):
            self._head = Response(dialect="openai-responses", id=delta.id, model=delta.model, extra=delta.extra)
            self._form = Form(delta.id)
            response = self._object({"status": "in_progress"})
            return b"".join(
                self._event(kind, {"response": response}) for kind in ("response.created", "response.in_progress")
            )
        if isinstance(delta, UsageSeen):
            self._usage = delta.usage
        elif isinstance(delta, Stopped):
            # usage may still come
            self._stopped = delta
        else:
            self._failed = True
            return self._close(*self._open()) + self._finish(delta.error)
        return b""

    def _begin(self, index: int, part: StreamedPart) -> bytes:
        in_message = stands_in_message(part)
        last = self._items[-1] if self._items else None
        if (
            last
            and last.in_message
            and in_message
            and marked(part.extra, "item") is None
            and last.place not in self._done
        ):
            last.parts[index] = part
            self._by_part[index] = last
            return self._begin_content(last, index, part)
        closed = self._close(*[item for item in self._open() if item.complete])
        item = _Item(len(self._items), in_message)
        self._items.append(item)
        item.parts[index] = part
        self._by_part[index] = item
        whole = self._encoded(item)
        if in_message:
            whole["content"] = []
        if "status" in whole:
            whole["status"] = "in_progress"
        item.id = whole.get("id")
        added = self._event("response.output_item.added", {"output_index": item.place, "item": whole})
        return closed + added + (self._begin_content(item, index, part) if in_message else b"")

    def _begin_content(self, item: _Item, index: int, part: StreamedPart) -> bytes:
        content = encode_content(part, "output_text", self._form.text)
        return self._event(
            "response.content_part.added",
            {**self._where(item), "content_index": item.content_index(index), "part": content},
        )

    def _grow(self, delta: PartGrew) -> bytes:
        item = self._by_part.get(delta.index)
        if item is None or delta.index in item.ended:
            return b""
        part = item.parts[delta.index]
        item.parts[delta.index] = grown(part, delta.text, delta.signature)
        if not delta.text:
            return b""
        return self._begin_section(item, part) + self._said(item, delta.index, part, delta.text, ended=False)

    def _begin_section(self, item: _Item, part: StreamedPart) -> bytes:
        if not isinstance(part, Thinking) or item.section_begun:
            return b""
        item.section_begun = True
        if marked(part.extra, "raw"):
            return b""
        section: Members = {"summary_index": 0, "part": {"type": "summary_text", "text": ""}}
        return self._event("response.reasoning_summary_part.added", {**self._where(item), **section})

    def _end_part(self, delta: PartEnded) -> bytes:
        item = self._by_part.get(delta.index)
        if item is None or delta.index in item.ended:
            return b""
        item.ended.add(delta.index)
        if delta.part is not None:
            item.parts[delta.index] = delta.part
        part = item.parts[delta.index]
        said = self._said(item, delta.index, part, "", ended=True)
        if item.in_message:
            content = encode_content(part, "output_text", self._form.text)
            done: Members = {"content_index": item.content_index(delta.index), "part": content}
            said += self._event("response.content_part.done", {**self._where(item), **done})
            # more parts of this message may follow, unless another item has begun
            return said if self._items[-1] is item or not item.complete else said + self._close(item)
        return said + self._close(item)

    def _said(self, item: _Item, index: int, part: StreamedPart, text: str, ended: bool) -> bytes:
        """The event of more words, or of all of them at the end."""
        where = self._where(item)
        if isinstance(part, ToolCall):
            if marked(part.extra, "type"):
                return b""
            custom = part.kind == "custom"
            kind = "response.custom_tool_call_input" if custom else "response.function_call_arguments"
            whole: Members = {"input" if custom else "arguments": part.arguments}
        elif isinstance(part, Thinking):
            return self._said_thinking(item, part, text, ended)
        elif isinstance(part, Text):
            kind = "response.refusal" if part.refusal else "response.output_text"
            where["content_index"] = item.content_index(index)
            whole = {"refusal": part.text} if part.refusal else {"text": part.text, "logprobs": []}
        else:
            return b""
        if ended:
            return self._event(kind + ".done", {**where, **whole})
        more: Members = {"logprobs": []} if kind == "response.output_text" else {}
        return self._event(kind + ".delta", {**where, "delta": text, **more})

    def _said_thinking(self, item: _Item, part: Thinking, text: str, ended: bool) -> bytes:
        raw = bool(marked(part.extra, "raw"))
        kind = "response.reasoning_text" if raw else "response.reasoning_summary_text"
        where: Members = {**self._where(item), ("content_index" if raw else "summary_index"): 0}
        if not ended:
            return self._event(kind + ".delta", {**where, "delta": text})
        if not item.section_begun:
            return b""
        done = self._event(kind + ".done", {**where, "text": part.text})
        if raw:
            return done
        section: Members = {"part": {"type": "summary_text", "text": part.text}}
        return done + self._event("response.reasoning_summary_part.done", {**where, **section})

    def _open(self) -> list[_Item]:
        return [item for item in self._items if item.place not in self._done]

    def _close(self, *open_items: _Item) -> bytes:
        said: list[bytes] = []
        for item in open_items:
            whole = self._encoded(item)
            self._done[item.place] = whole
            said.append(self._event("response.output_item.done", {"output_index": item.place, "item": whole}))
        return b"".join(said)

    def _finish(self, error: WireError | None) -> bytes:
        stopped = self._stopped or Stopped(stop="error", stop_word="failed")
        changed = {one.key for one in stopped.extra}
        extra = (*[one for one in self._head.extra if one.key not in changed], *stopped.extra)
        response = written(
            msgspec.structs.replace(
                self._head,
                stop=stopped.stop,
                stop_word=stopped.stop_word,
                usage=self._usage,
                error=error,
                extra=extra,
            )
        )
        if self._done:
            response["output"] = [self._done[place] for place in sorted(self._done)]
        status = response.get("status")
        kind = status if status in ("incomplete", "failed", "cancelled") else "completed"
        return self._event(f"response.{kind}", {"response": response})

    def _object(self, more: Members) -> Members:
        known: Members = {"id": self._head.id} if self._head.id else {}
        if self._head.model:
            known["model"] = self._head.model
        if self._usage is not None:
            known["usage"] = encode_usage(self._usage)
        return rebuild(CONSTANTS, self._head.extra, {**known, **more})

    def _encoded(self, item: _Item) -> Members:
        """The item so far."""
        found = encode_items(tuple(item.parts.values()), "assistant", self._form, item.place)
        return dict(members(found[0]) or {}) if found else {}

    def _where(self, item: _Item) -> Members:
        return {"item_id": item.id, "output_index": item.place}

    def _event(self, kind: str, data: Members) -> bytes:
        number = self._number
        self._number += 1
        return encode_data(to_bytes({"type": kind, "sequence_number": number, **data}), kind)
