import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import write_stream
from skillrt.wire.deltas import Failed, PartEnded, PartGrew, PartStarted, Stopped, Unknown
from skillrt.wire.exchange import Extra, Opaque, Part, Response, StopReason, Text, Thinking, ToolCall, WireError
from skillrt.wire.gemini.reading import GeminiReader
from skillrt.wire.gemini.response import decode_response, encode_response
from skillrt.wire.gemini.writing import GeminiWriter
from skillrt.wire.json_text import mark
from tests.wire.json_bodies import cut, ordered
from tests.wire.normal_forms import calls, some, usages, words

signed = st.sampled_from([(), (Extra(key="thoughtSignature", json='"s"'),)])
parts = (
    st.builds(Opaque, type=st.just("executableCode"), json=st.just('{"executableCode":{"code":"1"}}'))
    | st.builds(Thinking, text=some, signature=words)
    | st.builds(Text, text=some, extra=signed)
    | st.builds(lambda call, signature: msgspec.structs.replace(call, signature=signature), calls, words)
)
kept = st.sampled_from([(), (Extra(key="k", json="1"),), (mark("candidate", {"safetyRatings": []}),)])
endings: Any = st.sampled_from([("end", "STOP"), ("length", "MAX_TOKENS"), ("filtered", "SAFETY")])


@st.composite
def responses(draw: st.DrawFn) -> Response:
    found: list[Part] = []
    for part in draw(st.lists(parts, max_size=5)):
        # texts next to each other are one in a stream
        if not (found and isinstance(part, Text | Thinking) and type(part) is type(found[-1])):
            found.append(part)
    stop: StopReason
    stop, word = draw(endings)
    called = any(isinstance(part, ToolCall) for part in found)
    return Response(
        dialect="gemini",
        id="r1",
        model="g",
        parts=tuple(found),
        stop="tool-calls" if stop == "end" and called else stop,
        stop_word=word,
        usage=draw(st.none() | usages),
        extra=draw(kept),
    )


@given(responses(), st.lists(st.integers(0, 99999), max_size=8), st.integers(0, 3), st.booleans())
def test_a_response_comes_back_from_its_stream(
    response: Response, places: list[int], piece: int, events: bool
) -> None:
    assert decode_response(encode_response(response), 200) == response
    data = write_stream(GeminiWriter(events), deltas_of(response, piece))
    reader = GeminiReader()
    deltas = [delta for part in cut(data, places) for delta in reader.feed(part)] + reader.end()
    assert ordered(reader.response()) == ordered(response)
    again = GeminiReader()
    again.feed(write_stream(GeminiWriter(events), deltas))
    assert ordered(again.response()) == ordered(response)


def test_each_chunk_is_a_response_and_the_last_says_why_it_ended() -> None:
    response = Response(
        dialect="gemini",
        id="r1",
        model="g",
        parts=(Text(text="hi"), ToolCall(id="c", name="ls", arguments='{"a":1}', signature="s")),
        stop="tool-calls",
        stop_word="STOP",
    )
    chunks = json.loads(write_stream(GeminiWriter(events=False), deltas_of(response)))
    head = {"responseId": "r1", "modelVersion": "g"}
    call = {"functionCall": {"name": "ls", "args": {"a": 1}, "id": "c"}, "thoughtSignature": "s"}
    assert chunks == [
        {**head, "candidates": [{"index": 0, "content": {"role": "model", "parts": [{"text": "hi"}]}}]},
        {**head, "candidates": [{"index": 0, "content": {"role": "model", "parts": [call]}}]},
        {**head, "candidates": [{"index": 0, "finishReason": "STOP"}]},
    ]


def test_parts_may_grow_side_by_side_and_need_no_end() -> None:
    writer = GeminiWriter(events=True)
    data = b"".join(
        writer.write(PartStarted(index=at, part=ToolCall(id=f"c{at}", name="ls", arguments=""))) for at in (0, 1)
    )
    data += b"".join(writer.write(PartGrew(index=at, text="{}")) for at in (1, 0))
    data += writer.write(PartEnded(index=0)) + writer.write(Stopped(stop="tool-calls")) + writer.end()
    reader = GeminiReader()
    reader.feed(data)
    assert [part.id for part in reader.response().parts if isinstance(part, ToolCall)] == ["c0", "c1"]


def test_a_failure_ends_the_stream_and_a_break_says_nothing() -> None:
    writer = GeminiWriter(events=True)
    assert (
        writer.write(Failed(error=WireError(message="no", code="503")))
        == b'data: {"error":{"message":"no","code":503}}\n\n'
    )
    assert writer.end() == b""
    assert GeminiWriter(events=False).end() == b""
    assert GeminiWriter(events=True).write(Unknown(event="", data="{oh")) == b"data: {oh\n\n"
    assert GeminiWriter(events=False).write(Unknown(event="", data="{oh")) == b""
