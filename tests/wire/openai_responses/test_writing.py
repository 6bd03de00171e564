import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import write_stream
from skillrt.wire.deltas import Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.exchange import (
    Extra,
    Opaque,
    Part,
    Response,
    StopReason,
    Text,
    Thinking,
    ToolCall,
    Usage,
    WireError,
)
from skillrt.wire.json_text import mark
from skillrt.wire.openai_responses.reading import ResponsesReader
from skillrt.wire.openai_responses.response import decode_response, encode_response
from skillrt.wire.openai_responses.writing import ResponsesWriter
from tests.wire.json_bodies import cut, ordered
from tests.wire.normal_forms import calls, custom_calls, texts, usages, words

opaque = st.sampled_from(["web_search_call", "x"]).map(
    lambda kind: Opaque(type=kind, json=f'{{"type":"{kind}","id":"i"}}', extra=(mark("whole", True),))
)
thoughts = st.builds(Thinking, text=words, hidden=words, id=words)
named_calls = st.builds(
    lambda call, space, item: msgspec.structs.replace(call, namespace=space, item=item),
    calls | custom_calls,
    words,
    words,
)
refusals = st.builds(Text, text=words, refusal=st.just(True))
endings: Any = st.sampled_from(
    [("end", "completed"), ("length", "max_output_tokens"), ("filtered", "content_filter"), ("error", "failed")]
)


@st.composite
def responses(draw: st.DrawFn) -> Response:
    parts: list[Part] = draw(st.lists(opaque | thoughts | named_calls | texts | refusals, max_size=5))
    stop: StopReason
    stop, word = draw(endings)
    called = any(isinstance(part, ToolCall) for part in parts)
    return Response(
        dialect="openai-responses",
        id="resp_a",
        model="m",
        parts=tuple(parts),
        stop="tool-calls" if stop == "end" and called else stop,
        stop_word=word,
        usage=draw(st.none() | usages),
        error=WireError(message="m", code="c") if stop == "error" else None,
        extra=draw(st.sampled_from([(), (Extra(key="k", json="1"),)])),
    )


@given(responses(), st.lists(st.integers(0, 99999), max_size=8), st.integers(0, 3))
def test_a_response_comes_back_from_its_stream(response: Response, places: list[int], piece: int) -> None:
    assert decode_response(encode_response(response), 200) == response
    data = write_stream(ResponsesWriter(), deltas_of(response, piece))
    reader = ResponsesReader()
    deltas = [delta for part in cut(data, places) for delta in reader.feed(part)] + reader.end()
    assert ordered(reader.response()) == ordered(response)
    again = ResponsesReader()
    assert ordered(again.feed(write_stream(ResponsesWriter(), deltas))) == ordered(deltas)


def _sent(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line[6:]) for line in data.decode().splitlines() if line.startswith("data: ")]


def test_the_events_are_those_of_the_provider() -> None:
    response = Response(
        dialect="openai-responses",
        id="resp_1",
        parts=(Text(text="hi"), ToolCall(id="c", name="ls", arguments="{}")),
        stop="tool-calls",
        stop_word="completed",
    )
    events = _sent(write_stream(ResponsesWriter(), deltas_of(response)))
    assert [event["type"].removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert events[2]["item"]["content"] == []
    assert events[2]["item"]["status"] == "in_progress"
    assert events[-1]["response"]["output"] == [events[7]["item"], events[11]["item"]]


def test_calls_may_grow_side_by_side() -> None:
    writer = ResponsesWriter()
    calls = [ToolCall(id=f"c{index}", name="ls", arguments="") for index in range(2)]
    data = b"".join(writer.write(PartStarted(index=index, part=call)) for index, call in enumerate(calls))
    data += b"".join(writer.write(PartGrew(index=index, text="{}")) for index in (1, 0))
    data += b"".join(writer.write(PartEnded(index=index)) for index in (1, 0))
    data += writer.write(Stopped(stop="tool-calls")) + writer.write(UsageSeen(usage=Usage(input=1))) + writer.end()
    last = _sent(data)[-1]["response"]
    assert [item["call_id"] for item in last["output"]] == ["c0", "c1"]
    assert last["usage"]["input_tokens"] == 1


def test_a_failure_ends_the_stream_and_a_break_says_nothing() -> None:
    writer = ResponsesWriter()
    writer.write(Started(id="r"))
    assert b"response.failed" in writer.write(Failed(error=WireError(message="no")))
    assert writer.end() == b""
    assert ResponsesWriter().end() == b""
    assert ResponsesWriter().write(Unknown(event="x", data="{")) == b"event: x\ndata: {\n\n"
