import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.anthropic.dialect import ANTHROPIC_MESSAGES
from skillrt.wire.anthropic.writing import EventWriter
from skillrt.wire.codec import NotUnderstood, write_stream
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import EventDecoder
from skillrt.wire.exchange import Request, Text, Thinking, ToolCall, Usage, WireError
from tests.wire import normal_forms as forms
from tests.wire.golden import stream
from tests.wire.json_shapes import cut

REQUEST = Request(dialect="anthropic-messages", model="m", messages=(), stream=True)


def events(*deltas: Delta) -> list[Any]:
    decoder = EventDecoder()
    written = decoder.feed(write_stream(EventWriter(), deltas))
    assert all(event.name == json.loads(event.data)["type"] for event in written)
    return [json.loads(event.data) for event in written]


def test_a_response_from_its_start_to_its_end():
    found = events(
        Started(id="r", model="m"),
        PartStarted(index=0, part=Text(text="")),
        PartGrew(index=0, text="hi"),
        PartEnded(index=0),
        UsageSeen(usage=Usage(input=3, output=1)),
        Stopped(stop="end", stop_word="stop"),
    )
    assert [event["type"] for event in found] == [
        *("message_start", "content_block_start", "content_block_delta", "content_block_stop"),
        *("message_delta", "message_stop"),
    ]
    head = {"id": "r", "type": "message", "role": "assistant", "model": "m", "content": []}
    tokens = {"input_tokens": 0, "output_tokens": 0}
    assert found[0]["message"] == {**head, "stop_reason": None, "stop_sequence": None, "usage": tokens}
    assert found[1]["content_block"] == {"type": "text", "text": ""}
    assert found[2]["delta"] == {"type": "text_delta", "text": "hi"}
    assert found[4]["delta"] == {"stop_reason": "end_turn", "stop_sequence": None}
    assert found[4]["usage"] == {"input_tokens": 3, "output_tokens": 1}


def test_a_reason_to_stop_waits_for_tokens_that_come_after_it():
    writer = EventWriter()
    writer.write(Started())
    assert writer.write(Stopped(stop="end")) == b""
    assert b'"output_tokens":7' in writer.write(UsageSeen(usage=Usage(output=7)))
    assert writer.end().startswith(b"event: message_stop")


def test_a_reason_to_stop_goes_out_at_the_end_where_no_tokens_come():
    assert [event["type"] for event in events(Started(), Stopped(stop="length"))][1:] == [
        "message_delta",
        "message_stop",
    ]


def test_a_response_that_broke_off_has_no_end():
    found = events(Started(), PartStarted(index=0, part=Text(text="")), PartGrew(index=0, text="a"))
    assert [event["type"] for event in found] == ["message_start", "content_block_start", "content_block_delta"]


def test_an_error_is_the_last_event():
    found = events(Started(), Failed(error=WireError(message="busy", type="overloaded_error")))
    assert found[-1] == {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}


def call(index: int) -> PartStarted:
    return PartStarted(index=index, part=ToolCall(id=f"t{index}", name="f", arguments=""))


def order(*deltas: Delta) -> list[tuple[str, int]]:
    return [(event["type"][14:], event["index"]) for event in events(*deltas) if "index" in event]


def test_a_whole_call_is_closed_when_the_next_begins():
    found = order(call(0), PartGrew(index=0, text="{}"), call(1), PartGrew(index=1, text="{}"), Stopped(stop="end"))
    assert found == [("start", 0), ("delta", 0), ("stop", 0), ("start", 1), ("delta", 1), ("stop", 1)]


def test_calls_that_grow_at_the_same_time_stay_open():
    deltas = [
        *(call(0), PartGrew(index=0, text='{"a"'), call(1), PartGrew(index=1, text="{}")),
        *(PartGrew(index=0, text=":1}"), PartEnded(index=0), PartEnded(index=1)),
    ]
    assert order(*deltas) == [
        *(("start", 0), ("delta", 0), ("start", 1), ("delta", 1)),
        *(("delta", 0), ("stop", 0), ("stop", 1)),
    ]


def test_a_call_without_arguments_has_no_pieces():
    ended = PartEnded(index=0, part=ToolCall(id="t0", name="f", arguments="{}"))
    assert order(call(0), ended) == [("start", 0), ("stop", 0)]


def test_words_that_only_the_whole_part_has_are_sent_at_its_end():
    found = events(
        PartStarted(index=0, part=Text(text="")),
        PartGrew(index=0, text="a"),
        PartEnded(index=0, part=Text(text="abc")),
    )
    assert found[-2]["delta"] == {"type": "text_delta", "text": "bc"}


def test_thinking_with_its_signature():
    found = events(
        PartStarted(index=0, part=Thinking()), PartGrew(index=0, text="hm"), PartGrew(index=0, signature="s")
    )
    assert found[1]["content_block"] == {"type": "thinking", "thinking": "", "signature": ""}
    assert [event["delta"] for event in found[2:]] == [
        {"type": "thinking_delta", "thinking": "hm"},
        {"type": "signature_delta", "signature": "s"},
    ]


def test_more_of_a_part_that_is_not_open():
    writer = EventWriter()
    assert writer.write(PartGrew(index=0, text=" ")) == b""
    with pytest.raises(NotUnderstood):
        writer.write(PartGrew(index=0, text="x"))


def test_events_that_nobody_understands_are_written_as_they_came():
    assert EventWriter().write(Unknown(event="news", data='{"x": 1}')) == b'event: news\ndata: {"x": 1}\n\n'


@pytest.mark.parametrize("name", ["calls", "search"])
def test_a_real_stream_is_written_with_all_that_it_said(name: str):
    data = stream(Path(__file__).parent, name)
    deltas = ANTHROPIC_MESSAGES.reader().feed(data)
    again = ANTHROPIC_MESSAGES.reader()
    assert again.feed(write_stream(ANTHROPIC_MESSAGES.writer(REQUEST), deltas)) == deltas


PARTS = st.lists(
    forms.TEXTS
    | forms.FUNCTION_CALLS
    | st.builds(Thinking, text=forms.WORDS, signature=forms.WORDS)
    | st.builds(Thinking, hidden=forms.WORDS),
    max_size=4,
)


@given(st.data(), PARTS, st.sampled_from([("end", "end_turn"), ("length", "max_tokens"), ("tool-calls", "tool_use")]))
def test_what_is_written_is_read_again(data: st.DataObject, parts: list[Any], stop: Any):
    deltas: list[Delta] = [
        Started(id="r", model="m", usage=Usage(input=3, output=1)),
        *forms.in_pieces(data.draw, parts),
        UsageSeen(usage=Usage(input=3, output=9)),
        Stopped(stop=stop[0], stop_word=stop[1]),
    ]
    read, response = forms.read_back(ANTHROPIC_MESSAGES, REQUEST, deltas, lambda whole: data.draw(cut(whole)))
    assert read == deltas
    assert response.parts == tuple(parts)
