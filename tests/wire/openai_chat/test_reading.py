import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.events import Event
from skillrt.wire.exchange import Extra, Text, Thinking, ToolCall, Usage
from skillrt.wire.openai_chat.dialect import OPENAI_CHAT
from skillrt.wire.openai_chat.reading import ChunkInterpreter
from tests.wire.golden import stream
from tests.wire.json_shapes import changed, cut

FOLDER = Path(__file__).parent
STREAMS = {name: stream(FOLDER, name) for name in ("calls", "reasoning", "error")}


def read(*deltas: dict[str, Any], done: bool = False, **choice: Any) -> list[Delta]:
    """The pieces of a response whose chunks have these deltas, its start left out."""
    interpreter = ChunkInterpreter()
    chunks = [{"id": "r", "choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    if choice:
        chunks.append({"id": "r", "choices": [{"index": 0, "delta": {}, **choice}]})
    found = [delta for chunk in chunks for delta in interpreter.read(Event(data=json.dumps(chunk)))]
    if done:
        found += interpreter.read(Event(data="[DONE]"))
    assert found[0] == Started(id="r")
    return found[1:]


def started(*deltas: Delta) -> list[Any]:
    return [delta.part for delta in deltas if isinstance(delta, PartStarted)]


def test_words_and_parallel_calls_whose_pieces_come_mixed():
    reader = OPENAI_CHAT.reader()
    deltas = reader.feed(STREAMS["calls"]) + reader.end()
    assert [type(delta).__name__ for delta in deltas] == [
        *("Started", "PartStarted", "PartGrew", "PartGrew", "PartEnded"),
        *("PartStarted", "PartGrew", "PartStarted", "PartGrew", "PartGrew", "PartEnded", "PartEnded"),
        *("Stopped", "UsageSeen"),
    ]
    response = reader.response()
    assert response.parts == (
        Text(text="Both at once."),
        ToolCall(id="call_a", name="bash", arguments='{"command":"ls"}'),
        ToolCall(id="call_b", name="bash", arguments='{"command":"date"}'),
    )
    assert (response.stop, response.usage) == ("tool-calls", Usage(input=1200, output=40, cache_read=1024))
    assert response.extra == (
        Extra(key="created", json="1764000000"),
        Extra(key="system_fingerprint", json='"fp"'),
    )


def test_reasoning_before_words():
    reader = OPENAI_CHAT.reader()
    deltas = reader.feed(STREAMS["reasoning"])
    assert [part.text for part in reader.response().parts if isinstance(part, Text | Thinking)] == [
        "Let me see.",
        "42",
    ]
    stopped = next(delta for delta in deltas if isinstance(delta, Stopped))
    assert stopped.extra == (Extra(key="~choice", json='{"native_finish_reason":"stop"}'),)
    assert isinstance(deltas[-1], UsageSeen)


def test_an_error_in_mid_stream():
    reader = OPENAI_CHAT.reader()
    deltas = reader.feed(STREAMS["error"])
    assert isinstance(deltas[-1], Failed)
    assert deltas[-1].error.message == "Provider disconnected"
    response = reader.response()
    assert (response.stop, response.parts) == ("error", (Text(text="So"),))


def test_thinking_that_comes_back_is_a_part_of_its_own():
    deltas = read({"reasoning_content": "a"}, {"content": "b"}, {"reasoning_content": "c"}, finish_reason="stop")
    assert started(*deltas) == [Thinking(), Text(text=""), Thinking()]
    assert [delta.index for delta in deltas if isinstance(delta, PartEnded)] == [0, 1, 2]


def test_a_refusal():
    assert started(*read({"refusal": "No"})) == [Text(text="", refusal=True)]


def calls(*pieces: dict[str, Any]) -> list[tuple[str, str, str]]:
    deltas = read(*({"tool_calls": [piece]} for piece in pieces), finish_reason="tool_calls")
    found: dict[int, tuple[str, str, str]] = {}
    for delta in deltas:
        if isinstance(delta, PartStarted) and isinstance(delta.part, ToolCall):
            found[delta.index] = (delta.part.id, delta.part.name, "")
        elif isinstance(delta, PartGrew):
            identity, name, words = found[delta.index]
            found[delta.index] = (identity, name, words + delta.text)
    assert sorted(found) == [delta.index for delta in deltas if isinstance(delta, PartEnded)]
    return list(found.values())


def function(name: str | None, arguments: Any = None) -> dict[str, Any]:
    return {"function": {"name": name, "arguments": arguments}}


def test_calls_of_servers_that_number_nothing():
    pieces = [{"id": "a", **function("f", "[")}, function(None, "1]"), {"id": "b", **function("g", "[2]")}]
    assert calls(*pieces) == [("a", "f", "[1]"), ("b", "g", "[2]")]


def test_calls_of_servers_that_give_all_one_number():
    pieces = [{"index": 0, "id": "a", **function("f", "[1]")}, {"index": 0, "id": "b", **function("f", "[2]")}]
    assert calls(*pieces) == [("a", "f", "[1]"), ("b", "f", "[2]")]


def test_calls_of_servers_that_repeat_the_id():
    pieces = [{"index": 0, "id": "a", **function("f", "[")}, {"index": 0, "id": "a", **function("", "1]")}]
    assert calls(*pieces) == [("a", "f", "[1]")]


def test_a_call_waits_for_its_name():
    assert calls(
        {"index": 0, "id": "a"}, {"index": 0, **function(None, "[")}, {"index": 0, **function("f", "1]")}
    ) == [("a", "f", "[1]")]


def test_arguments_that_are_no_text():
    assert calls({"index": 0, "id": "a", **function("f", {"a": 1})}) == [("a", "f", '{"a":1}')]


def test_custom_calls_and_function_calls_of_old():
    deltas = read(
        {"tool_calls": [{"index": 0, "id": "c", "type": "custom", "custom": {"name": "patch", "input": "***"}}]},
        {"function_call": {"name": "old", "arguments": ""}},
        {"function_call": {"arguments": "{}"}},
    )
    assert started(*deltas) == [
        ToolCall(id="c", name="patch", arguments="", kind="custom"),
        ToolCall(id="", name="old", arguments="", extra=(Extra(key="~legacy", json="true"),)),
    ]
    assert [delta.text for delta in deltas if isinstance(delta, PartGrew)] == ["***", "{}"]


def test_an_end_without_a_reason():
    deltas = read({"content": "a"}, done=True)
    assert deltas[-2:] == [PartEnded(index=0), Stopped(stop="unknown")]


def test_a_stream_that_broke_off_has_no_last_word():
    reader = OPENAI_CHAT.reader()
    reader.feed(STREAMS["calls"][:900])
    assert reader.end() == []
    assert reader.response().stop == "unknown"


def test_other_choices_and_preludes_are_kept_as_they_are():
    interpreter = ChunkInterpreter()
    prelude = '{"choices":[],"prompt_filter_results":[]}'
    assert interpreter.read(Event(data=prelude)) == [Unknown(event="", data=prelude)]
    second = '{"choices":[{"index":1,"delta":{"content":"x"}}]}'
    assert interpreter.read(Event(data=second)) == [Unknown(event="", data=second)]


@given(st.data(), st.sampled_from(sorted(STREAMS)))
def test_any_cut_gives_the_same_pieces(data: st.DataObject, name: str):
    whole = OPENAI_CHAT.reader()
    expected = whole.feed(STREAMS[name]) + whole.end()
    reader = OPENAI_CHAT.reader()
    found = [delta for piece in data.draw(cut(STREAMS[name])) for delta in reader.feed(piece)]
    assert found + reader.end() == expected
    assert reader.response() == whole.response()


CHUNKS = [
    json.loads(line.removeprefix("data: "))
    for data in STREAMS.values()
    for line in data.decode().splitlines()
    if line.startswith("data: {")
]


@given(st.lists(changed(CHUNKS), max_size=4))
def test_any_chunks_are_read_or_not_understood(chunks: list[Any]):
    interpreter = ChunkInterpreter()
    try:
        for chunk in chunks:
            interpreter.read(Event(data=json.dumps(chunk)))
    except NotUnderstood:
        pass


@pytest.mark.parametrize("data", ["{", "7", "[]", ""])
def test_what_is_no_chunk(data: str):
    with pytest.raises(NotUnderstood):
        ChunkInterpreter().read(Event(data=data))


def test_what_is_new_in_a_chunk_goes_with_its_words():
    interpreter = ChunkInterpreter()
    found: list[Delta] = []
    for rest in ({}, {"obfuscation": "x7f"}, {"service_tier": "flex"}):
        chunk = {"id": "r", "choices": [{"index": 0, "delta": {"content": "a"}}], **rest}
        found += interpreter.read(Event(data=json.dumps(chunk)))
    assert found[3:] == [
        PartGrew(index=0, text="a"),
        PartGrew(index=0, text="a", extra=(Extra(key="service_tier", json='"flex"'),)),
    ]


def test_tokens_that_come_with_words():
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    interpreter = ChunkInterpreter()
    chunk = {"id": "r", "choices": [{"index": 0, "delta": {"content": "a"}}]}
    interpreter.read(Event(data=json.dumps(chunk)))
    assert interpreter.read(Event(data=json.dumps({**chunk, "usage": usage}))) == [
        PartGrew(index=0, text="a"),
        UsageSeen(usage=Usage(input=1, output=2)),
    ]
