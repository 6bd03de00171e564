import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood, write_stream
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import EventDecoder
from skillrt.wire.exchange import Extra, Opaque, Request, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.openai_chat.dialect import OPENAI_CHAT
from skillrt.wire.openai_chat.writing import ChunkWriter
from tests.wire import normal_forms as forms
from tests.wire.json_shapes import cut

ASKS_FOR_USAGE = Request(
    dialect="openai-chat",
    model="m",
    messages=(),
    stream=True,
    extra=(Extra(key="stream_options", json='{"include_usage":true}'),),
)


def chunks(deltas: list[Delta], include_usage: bool = True) -> list[Any]:
    decoder = EventDecoder()
    events = decoder.feed(write_stream(ChunkWriter(include_usage), deltas))
    return [json.loads(event.data) if event.data != "[DONE]" else event.data for event in events]


def said(deltas: list[Delta]) -> list[Any]:
    """The deltas of the chunks' choices, the first one (the role) left out."""
    return [
        chunk["choices"][0]["delta"]
        for chunk in chunks([Started(), *deltas])[1:]
        if chunk != "[DONE]" and chunk["choices"]
    ]


def test_a_response_from_its_start_to_its_end():
    found = chunks(
        [
            Started(id="r", model="m", extra=(Extra(key="created", json="5"),)),
            UsageSeen(usage=Usage(input=3, output=1)),
            Stopped(stop="end"),
        ]
    )
    base = {"id": "r", "object": "chat.completion.chunk", "created": 5, "model": "m"}
    assert found == [
        {**base, "choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]},
        {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {**base, "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}},
        "[DONE]",
    ]


def test_tokens_go_only_to_those_who_asked():
    deltas: list[Delta] = [Started(), UsageSeen(usage=Usage(input=3)), Stopped(stop="end")]
    assert len(chunks(deltas, include_usage=False)) == len(chunks(deltas)) - 1


def test_each_kind_of_part():
    assert said(
        [
            PartStarted(index=0, part=Thinking()),
            PartGrew(index=0, text="hm"),
            PartGrew(index=0, signature="c2ln"),
            PartStarted(index=1, part=Text(text="")),
            PartGrew(index=1, text="words"),
            PartStarted(index=2, part=ToolCall(id="c", name="f", arguments="")),
            PartGrew(index=2, text="{}"),
            PartStarted(index=3, part=ToolCall(id="d", name="p", arguments="", kind="custom")),
            PartGrew(index=3, text="***"),
            PartStarted(index=4, part=Text(text="no", refusal=True)),
            PartStarted(index=5, part=Opaque(type="x", json="{}")),
            PartGrew(index=5, text="x"),
        ]
    ) == [
        {"reasoning_content": "hm"},
        {"content": "words"},
        {"tool_calls": [{"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": ""}}]},
        {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]},
        {"tool_calls": [{"index": 1, "id": "d", "type": "custom", "custom": {"name": "p", "input": ""}}]},
        {"tool_calls": [{"index": 1, "custom": {"input": "***"}}]},
        {"refusal": "no"},
    ]


def test_words_that_only_the_whole_part_has_are_sent_at_its_end():
    call = ToolCall(id="c", name="f", arguments='{"a":1}')
    assert said(
        [
            PartStarted(index=0, part=ToolCall(id="c", name="f", arguments="")),
            PartGrew(index=0, text='{"a"'),
            PartEnded(index=0, part=call),
        ]
    )[-1] == {"tool_calls": [{"index": 0, "function": {"arguments": ":1}"}}]}


def test_an_error_has_no_end_after_it():
    assert chunks([Started(), Failed(error=WireError(message="busy", type="overloaded_error"))])[1:] == [
        {"error": {"message": "busy", "type": "overloaded_error", "param": None, "code": None}}
    ]


def test_events_that_nobody_understands_are_written_as_they_came():
    assert chunks([Unknown(event="", data='{"x": 1}')]) == [{"x": 1}]


def test_more_of_a_part_that_has_not_begun():
    with pytest.raises(NotUnderstood):
        ChunkWriter(True).write(PartGrew(index=0, text="x"))


PARTS = st.tuples(
    st.lists(st.builds(Thinking, text=forms.WORDS), max_size=1),
    st.lists(forms.PLAIN_TEXTS, max_size=1),
    st.lists(forms.FUNCTION_CALLS, max_size=3, unique_by=lambda call: call.id),
).map(lambda found: [part for some in found for part in some])


@given(st.data(), PARTS, st.sampled_from([("end", "stop"), ("length", "length"), ("tool-calls", "tool_calls")]))
def test_what_is_written_is_read_again(data: st.DataObject, parts: list[Any], stop: Any):
    deltas: list[Delta] = [
        Started(id="r", model="m", extra=(Extra(key="created", json="5"),)),
        *calls_end_together(forms.in_pieces(data.draw, parts)),
        Stopped(stop=stop[0], stop_word=stop[1]),
        UsageSeen(usage=Usage(input=3, output=1)),
    ]
    read, response = forms.read_back(OPENAI_CHAT, ASKS_FOR_USAGE, deltas, lambda whole: data.draw(cut(whole)))
    assert read == deltas
    assert response.parts == tuple(parts)


def calls_end_together(deltas: list[Delta]) -> list[Delta]:
    """Chunks do not say that a call is whole: all of them are with the reason to stop."""
    calls = {delta.index for delta in deltas if isinstance(delta, PartStarted) and isinstance(delta.part, ToolCall)}
    ends = [delta for delta in deltas if isinstance(delta, PartEnded) and delta.index in calls]
    words = {delta.index for delta in deltas if isinstance(delta, PartStarted)} - calls
    rest = [delta for delta in deltas if delta not in ends]
    if words and not calls:
        return rest
    return [*rest, *(msgspec.structs.replace(end) for end in ends)]
