import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.anthropic.dialect import ANTHROPIC_MESSAGES
from skillrt.wire.anthropic.reading import EventInterpreter
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Failed, PartEnded, PartGrew, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import Event
from skillrt.wire.exchange import Extra, Opaque, Text, Thinking, ToolCall
from tests.wire.golden import bodies, stream
from tests.wire.json_shapes import changed, cut

FOLDER = Path(__file__).parent
STREAMS = {name: stream(FOLDER, name) for name in ("calls", "search", "error")}


def test_a_stream_says_what_a_body_says():
    reader = ANTHROPIC_MESSAGES.reader()
    deltas = reader.feed(STREAMS["calls"]) + reader.end()
    response = reader.response()
    body = ANTHROPIC_MESSAGES.decode_response(
        json.dumps(bodies(FOLDER, "response")["response-calls.json"]).encode(), 200
    )
    assert (response.parts, response.stop, response.id) == (body.parts, body.stop, body.id)
    assert isinstance(deltas[0], Started)
    assert deltas[0].usage is not None
    assert (deltas[0].usage.input, deltas[0].usage.output) == (1312, 1)


def test_tokens_that_are_not_said_again_hold_on():
    reader = ANTHROPIC_MESSAGES.reader()
    deltas = reader.feed(STREAMS["calls"])
    seen = next(delta.usage for delta in deltas if isinstance(delta, UsageSeen))
    assert (seen.input, seen.cache_read, seen.cache_write, seen.output) == (1312, 1000, 300, 40)


def test_what_stands_beside_the_reason_to_stop():
    deltas = ANTHROPIC_MESSAGES.reader().feed(STREAMS["calls"])
    assert deltas[-1] == Stopped(
        stop="tool-calls",
        stop_word="tool_use",
        extra=(Extra(key="context_management", json='{"applied_edits":[]}'),),
    )


def test_a_call_without_input_has_an_empty_object():
    reader = ANTHROPIC_MESSAGES.reader()
    deltas = reader.feed(STREAMS["calls"])
    whole = ToolCall(id="toolu_b", name="Bash", arguments="{}")
    assert PartEnded(index=3, part=whole) in deltas
    assert reader.response().parts[-1] == whole


def test_what_server_tools_did_and_citations():
    reader = ANTHROPIC_MESSAGES.reader()
    reader.feed(STREAMS["search"])
    search, found, text = reader.response().parts
    assert isinstance(search, Opaque)
    assert json.loads(search.json)["input"] == {"query": "q"}
    assert isinstance(found, Opaque)
    assert found.type == "web_search_tool_result"
    assert isinstance(text, Text)
    assert text.text == "So."
    assert json.loads(text.extra[0].json)[0]["url"] == "https://example.org"


def test_an_error_in_mid_stream():
    reader = ANTHROPIC_MESSAGES.reader()
    deltas = reader.feed(STREAMS["error"])
    assert isinstance(deltas[-1], Failed)
    assert (deltas[-1].error.type, deltas[-1].error.message) == ("overloaded_error", "Overloaded")
    assert (reader.response().stop, reader.response().parts) == ("error", (Text(text="So"),))


def events(*data: dict[str, Any]) -> list[Any]:
    interpreter = EventInterpreter()
    return [delta for one in data for delta in interpreter.read(Event(data=json.dumps(one)))]


def block(index: int, content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "content_block_start", "index": index, "content_block": content}


def test_a_block_that_begins_with_all_of_it():
    deltas = events(block(0, {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}))
    assert deltas[1] == PartGrew(index=0, text='{"a":1}')


def test_thinking_that_only_the_provider_can_read():
    (started,) = events(block(5, {"type": "redacted_thinking", "data": "x"}))
    assert (started.index, started.part) == (0, Thinking(hidden="x"))


def test_changes_that_nobody_knows_are_kept():
    change = {"type": "new_delta", "x": 1}
    deltas = events(
        block(0, {"type": "text", "text": ""}), {"type": "content_block_delta", "index": 0, "delta": change}
    )
    assert deltas[1].index == 0
    assert deltas[1].extra == (Extra(key="~delta", json='{"type":"new_delta","x":1}'),)


@pytest.mark.parametrize(
    "data",
    [
        {"type": "news"},
        {"type": "content_block_delta", "index": 3, "delta": {"type": "text_delta", "text": "a"}},
        {"type": "content_block_stop", "index": 3},
        {"type": "content_block_start", "index": "a", "content_block": {"type": "text", "text": ""}},
        {"type": "message_start"},
        {"type": "message_delta"},
    ],
)
def test_events_that_say_nothing_known(data: dict[str, Any]):
    assert events(data) == [Unknown(event="", data=json.dumps(data))]


def test_the_name_of_an_event_tells_what_its_data_do_not():
    assert EventInterpreter().read(Event(name="ping", data="{}")) == []


def test_an_end_without_a_reason():
    assert events({"type": "message_stop"}, {"type": "message_stop"}) == [Stopped(stop="unknown")]


@given(st.data(), st.sampled_from(sorted(STREAMS)))
def test_any_cut_gives_the_same_pieces(data: st.DataObject, name: str):
    whole = ANTHROPIC_MESSAGES.reader()
    expected = whole.feed(STREAMS[name]) + whole.end()
    reader = ANTHROPIC_MESSAGES.reader()
    found = [delta for piece in data.draw(cut(STREAMS[name])) for delta in reader.feed(piece)]
    assert found + reader.end() == expected
    assert reader.response() == whole.response()


EVENTS = [
    json.loads(line.removeprefix("data: "))
    for data in STREAMS.values()
    for line in data.decode().splitlines()
    if line.startswith("data: ")
]


@given(st.lists(changed(EVENTS), max_size=5))
def test_any_events_are_read_or_not_understood(found: list[Any]):
    with contextlib.suppress(NotUnderstood):
        events(*found)


@pytest.mark.parametrize("data", ["{", "7", "[]", ""])
def test_what_is_no_event(data: str):
    with pytest.raises(NotUnderstood):
        EventInterpreter().read(Event(data=data))
