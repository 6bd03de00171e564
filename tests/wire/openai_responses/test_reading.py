import json
from pathlib import Path

from skillrt.wire.deltas import Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.exchange import Text, Thinking, ToolCall
from skillrt.wire.openai_responses.reading import ResponsesReader

STREAM = (Path(__file__).parent / "golden" / "stream.txt").read_bytes()


def _events(*events: dict[str, object]) -> bytes:
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


def test_a_stream_as_the_provider_sends_it() -> None:
    reader = ResponsesReader()
    deltas = reader.feed(STREAM) + reader.end()
    kinds = (Started, PartStarted, PartGrew, PartEnded, UsageSeen, Stopped)
    assert all(isinstance(delta, kinds) for delta in deltas)
    response = reader.response()
    assert [type(part) for part in response.parts] == [Thinking, Text, ToolCall]
    assert [part.text for part in response.parts if isinstance(part, Thinking | Text)] == [
        "First.\n\nSecond.",
        "Hello",
    ]
    assert (response.stop, response.id) == ("tool-calls", "resp_1")
    assert response.usage is not None
    assert response.usage.cache_read == 10
    stopped = deltas[-1]
    assert isinstance(stopped, Stopped)
    assert stopped.stop == "tool-calls"


def test_a_stream_cut_into_single_bytes_says_the_same() -> None:
    whole, pieces = ResponsesReader(), ResponsesReader()
    expected = whole.feed(STREAM) + whole.end()
    assert [
        delta for at in range(len(STREAM)) for delta in pieces.feed(STREAM[at : at + 1])
    ] + pieces.end() == expected


def test_a_server_that_sends_nothing_but_whole_items() -> None:
    item = {
        "type": "message",
        "id": "m1",
        "role": "assistant",
        "status": "completed",
        "content": [{"type": "output_text", "text": "hi"}],
    }
    reader = ResponsesReader()
    deltas = reader.feed(
        _events(
            {"type": "response.created", "response": {"id": "r"}},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": {"id": "r", "status": "completed"}},
        )
    )
    assert [type(delta) for delta in deltas] == [Started, PartStarted, PartGrew, PartEnded, Stopped]
    (part,) = reader.response().parts
    assert isinstance(part, Text)
    assert part.text == "hi"


def test_a_server_that_sends_nothing_but_the_response() -> None:
    call = {"type": "function_call", "call_id": "c", "name": "ls", "arguments": "{}"}
    reader = ResponsesReader()
    deltas = reader.feed(
        _events({"type": "response.completed", "response": {"id": "r", "status": "completed", "output": [call]}})
    )
    assert [type(delta) for delta in deltas] == [Started, PartStarted, PartGrew, PartEnded, Stopped]
    assert reader.response().stop == "tool-calls"


def test_errors_in_mid_stream() -> None:
    for event in (
        {"type": "error", "code": "server_error", "message": "sorry", "param": None, "sequence_number": 3},
        {
            "type": "response.failed",
            "response": {"id": "r", "status": "failed", "error": {"code": "server_error", "message": "sorry"}},
        },
    ):
        reader = ResponsesReader()
        failed = reader.feed(_events(event))[-1]
        assert isinstance(failed, Failed)
        assert (failed.error.code, failed.error.message) == ("server_error", "sorry")
        assert reader.response().stop == "error"


def test_what_is_not_understood_is_passed_on() -> None:
    reader = ResponsesReader()
    assert reader.feed(b"event: x\ndata: {oh\n\ndata: [DONE]\n\n") == [Unknown(event="x", data="{oh")]


def test_a_stream_that_breaks_off_has_what_came() -> None:
    reader = ResponsesReader()
    reader.feed(STREAM[: STREAM.index(b'"delta":"lo"')])
    reader.end()
    assert [part.text for part in reader.response().parts if isinstance(part, Text)] == ["Hel"]
    assert reader.response().stop == "unknown"
