import json
from itertools import permutations
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import NotUnderstood, write_stream
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown
from skillrt.wire.dialects import codec
from skillrt.wire.events import EventDecoder, encode_data
from skillrt.wire.exchange import Dialect, Extra, Message, Opaque, Request, Text, ToolCall, ToolSpec, WireError
from skillrt.wire.translate.request import Translation, translate_request
from skillrt.wire.translate.response import translate_response
from skillrt.wire.translate.stream import DeltaTranslation, StreamTranslation
from skillrt.wire.translate.target import Target
from tests.wire.conversations import answers, requests
from tests.wire.essence import response_essence
from tests.wire.golden import stream
from tests.wire.json_shapes import changed, cut

PAIRS = list(permutations(get_args(Dialect), 2))
HERE = Path(__file__).parents[1]
CUSTOM = ToolSpec(name="exec", namespace="functions", kind="custom")


def asked(dialect: Dialect, to: Dialect, *tools: ToolSpec) -> Translation:
    request = Request(
        dialect=dialect,
        model="m",
        messages=(Message(role="user", parts=(Text(text="hi"),)),),
        tools=tools,
        stream=True,
        extra=(Extra(key="stream_options", json='{"include_usage":true}'),) if dialect == "openai-chat" else (),
    )
    return translate_request(request, Target(dialect=to))


def way_back(translation: Translation) -> StreamTranslation:
    reader = codec(translation.request.dialect).reader()
    return StreamTranslation(translation, reader, codec(translation.source.dialect).writer(translation.source))


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=25)
@given(data=st.data())
def test_a_stream_says_to_the_harness_what_the_model_said(dialect: Dialect, to: Dialect, data: st.DataObject):
    source = msgspec.structs.replace(data.draw(requests(dialect)), stream=True)
    if dialect == "openai-chat":
        source = msgspec.structs.replace(source, extra=(Extra(key="stream_options", json='{"include_usage":true}'),))
    translation = translate_request(source, Target(dialect=to))
    answer = data.draw(answers(to, tuple(tool.name for tool in translation.request.tools)))
    sent = write_stream(codec(to).writer(translation.request), deltas_of(answer, piece=data.draw(st.integers(0, 5))))
    back = way_back(translation)
    received = b"".join([*(back.feed(piece) for piece in data.draw(cut(sent))), back.end()])
    reader = codec(dialect).reader()
    reader.feed(received)
    reader.end()
    assert response_essence(reader.response()) == response_essence(translate_response(answer, translation))
    assert response_essence(back.response()) == response_essence(answer)


def test_claude_code_hears_a_model_that_speaks_chat_without_waiting():
    translation = asked("anthropic-messages", "openai-chat")
    back = way_back(translation)
    data = stream(HERE / "openai_chat", "calls")
    events = data.split(b"\n\n")
    first = back.feed(events[0] + b"\n\n")
    assert b"message_start" in first
    second = back.feed(events[1] + b"\n\n")
    assert b'"text_delta","text":"Both"' in second
    rest = back.feed(b"\n\n".join(events[2:])) + back.end()
    reader = codec("anthropic-messages").reader()
    reader.feed(first + second + rest)
    response = reader.response()
    assert response.stop == "tool-calls"
    assert [(part.id, part.arguments) for part in response.parts if isinstance(part, ToolCall)] == [
        ("call_a", '{"command":"ls"}'),
        ("call_b", '{"command":"date"}'),
    ]
    assert rest.endswith(b'event: message_stop\ndata: {"type":"message_stop"}\n\n')


def pieces(translation: Translation, *deltas: Delta) -> list[Delta]:
    back = DeltaTranslation(translation)
    return [found for delta in deltas for found in back.translate(delta)]


def test_free_text_goes_out_as_it_comes_in():
    translation = asked("openai-responses", "openai-chat", CUSTOM)
    call = ToolCall(id="c", name="functions__exec", arguments="")
    found = pieces(
        translation,
        Started(id="r"),
        PartStarted(index=0, part=call),
        PartGrew(index=0, text='{"input":"ls'),
        PartGrew(index=0, text='\\n"}'),
        PartEnded(index=0),
        Stopped(stop="end", stop_word="stop"),
    )
    assert found == [
        Started(id="r"),
        PartStarted(index=0, part=ToolCall(id="c", name="exec", namespace="functions", arguments="", kind="custom")),
        PartGrew(index=0, text="ls"),
        PartGrew(index=0, text="\n"),
        PartEnded(index=0),
        Stopped(stop="tool-calls"),
    ]


def test_a_whole_call_at_the_end_of_free_text():
    translation = asked("openai-responses", "openai-chat", CUSTOM)
    empty = ToolCall(id="c", name="functions__exec", arguments="")
    whole = msgspec.structs.replace(empty, arguments='{"input":"ls"}')
    found = pieces(translation, PartStarted(index=0, part=empty), PartEnded(index=0, part=whole))
    assert found[1:] == [PartGrew(index=0, text="ls"), PartEnded(index=0)]


def test_parts_that_cannot_be_said_leave_no_gap():
    found = pieces(
        asked("openai-chat", "anthropic-messages"),
        PartStarted(index=0, part=Opaque(type="server_tool_use", json="{}")),
        PartGrew(index=0, text="{}"),
        PartEnded(index=0),
        PartStarted(index=1, part=Text(text="")),
        PartGrew(index=1, text="a", extra=(Extra(key="~delta", json="{}"),)),
        PartGrew(index=1, signature="s"),
        PartEnded(index=1, part=Text(text="a", extra=(Extra(key="citations", json="[]"),))),
        Unknown(event="x", data="{}"),
    )
    assert found == [
        PartStarted(index=0, part=Text(text="")),
        PartGrew(index=0, text="a"),
        PartEnded(index=0, part=Text(text="a")),
    ]


def test_a_call_without_an_id_has_one_and_the_same_from_beginning_to_end():
    empty = ToolCall(id="", name="f", arguments="")
    found = pieces(
        asked("anthropic-messages", "openai-chat"),
        Started(id="chatcmpl-7"),
        PartStarted(index=0, part=empty),
        PartEnded(index=0, part=msgspec.structs.replace(empty, arguments="{}")),
    )
    started, ended = found[1:]
    assert isinstance(started, PartStarted)
    assert isinstance(ended, PartEnded)
    assert isinstance(started.part, ToolCall)
    assert started.part.id
    assert ended.part == msgspec.structs.replace(started.part, arguments="{}")


def test_an_error_in_mid_stream_is_told_in_the_words_of_the_harness():
    found = pieces(
        asked("openai-chat", "anthropic-messages"), Failed(error=WireError(message="busy", type="overloaded_error"))
    )
    assert found == [Failed(error=WireError(message="busy", type="server_error"))]


def test_a_stream_that_broke_off_stays_so():
    back = way_back(asked("anthropic-messages", "openai-chat"))
    data = back.feed(stream(HERE / "openai_chat", "calls")[:700]) + back.end()
    assert b"message_start" in data
    assert b"message_stop" not in data


def test_tokens_reach_a_harness_although_they_come_last():
    back = way_back(asked("anthropic-messages", "openai-chat"))
    data = back.feed(stream(HERE / "openai_chat", "calls")) + back.end()
    changes = [
        json.loads(line[6:]) for line in data.split(b"\n") if line.startswith(b'data: {"type":"message_delta"')
    ]
    assert changes[0]["usage"] == {"input_tokens": 176, "output_tokens": 40, "cache_read_input_tokens": 1024}


STREAMS: dict[Dialect, list[bytes]] = {
    "openai-chat": [stream(HERE / "openai_chat", name) for name in ("calls", "reasoning", "error")],
    "anthropic-messages": [stream(HERE / "anthropic", name) for name in ("calls", "search", "error")],
    "openai-responses": [(HERE / "openai_responses" / "golden" / "stream.txt").read_bytes()],
    "gemini": [(HERE / "gemini" / "golden" / "stream.txt").read_bytes()],
}


def events_of(data: bytes) -> list[Any]:
    """The data of the events in a stream that are JSON objects."""
    decoder = EventDecoder()
    return [json.loads(event.data) for event in decoder.feed(data) + decoder.end() if event.data.startswith("{")]


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
def test_streams_as_providers_send_them(dialect: Dialect, to: Dialect):
    for data in STREAMS[to]:
        assert events_of(data)
        back = way_back(asked(dialect, to))
        reader = codec(dialect).reader()
        reader.feed(back.feed(data) + back.end())
        reader.end()
        said = [part.text for part in back.response().parts if isinstance(part, Text)]
        heard = [part.text for part in reader.response().parts if isinstance(part, Text)]
        assert "".join(heard) == "".join(said)
        assert (reader.response().error is None) == (back.response().error is None)


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=40)
@given(data=st.data())
def test_any_events_are_translated_or_not_understood(dialect: Dialect, to: Dialect, data: st.DataObject):
    known = events_of(data.draw(st.sampled_from(STREAMS[to])))
    place = data.draw(st.integers(0, len(known) - 1))
    found = [*known[:place], data.draw(changed([known[place]])), *known[place + 1 :]]
    back = way_back(asked(dialect, to))
    try:
        sent = b"".join(back.feed(encode_data(json.dumps(event).encode())) for event in found) + back.end()
    except NotUnderstood:
        return
    reader = codec(dialect).reader()
    reader.feed(sent)
    reader.end()
