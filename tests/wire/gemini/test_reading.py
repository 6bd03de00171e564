import json
from pathlib import Path

from skillrt.wire.deltas import Failed, PartEnded, PartGrew, PartStarted, Started, Stopped, Unknown, UsageSeen
from skillrt.wire.exchange import Text, Thinking, ToolCall
from skillrt.wire.gemini.reading import GeminiReader

STREAM = (Path(__file__).parent / "golden" / "stream.txt").read_bytes()


def test_a_stream_as_the_provider_sends_it() -> None:
    reader = GeminiReader()
    deltas = reader.feed(STREAM) + reader.end()
    assert isinstance(deltas[0], Started)
    assert isinstance(deltas[-1], Stopped)
    assert deltas[-1].stop == "tool-calls"
    response = reader.response()
    assert [type(part) for part in response.parts] == [Thinking, Text, ToolCall, ToolCall]
    assert [part.text for part in response.parts if isinstance(part, Thinking | Text)] == [
        "Thinking it over. ",
        "Hello",
    ]
    assert [(part.id, part.signature) for part in response.parts if isinstance(part, ToolCall)] == [
        ("call-0", "sig"), ("call-1", ""),
    ]  # fmt: skip
    assert response.usage is not None
    assert (response.usage.output, response.usage.thinking, response.usage.cache_read) == (17, 8, 4)


def test_a_list_says_the_same_as_events_however_it_is_cut() -> None:
    chunks = [line[6:] for line in STREAM.decode().splitlines() if line]
    listed = ("[" + ",\r\n".join(chunks) + "]").encode()
    events, pieces = GeminiReader(), GeminiReader()
    expected = events.feed(STREAM) + events.end()
    assert [
        delta for at in range(len(listed)) for delta in pieces.feed(listed[at : at + 1])
    ] + pieces.end() == expected
    assert pieces.response() == events.response()


def test_a_signature_that_comes_after_the_text_belongs_to_it() -> None:
    reader = GeminiReader()
    for part in ({"text": "done"}, {"text": "", "thoughtSignature": "s"}):
        chunk = {"candidates": [{"content": {"parts": [part], "role": "model"}, "index": 0}]}
        reader.feed(b"data: " + json.dumps(chunk).encode() + b"\r\n\r\n")
    reader.feed(b'data: {"candidates":[{"finishReason":"STOP","index":0}]}\r\n\r\n')
    (part,) = reader.response().parts
    assert isinstance(part, Text)
    assert part.text == "done"
    assert [(one.key, one.json) for one in part.extra] == [("thoughtSignature", '"s"')]


def test_a_blocked_prompt_an_error_and_nonsense() -> None:
    (_, stopped) = GeminiReader().feed(b'data: {"promptFeedback":{"blockReason":"SAFETY"}}\n\n')
    assert isinstance(stopped, Stopped)
    assert (stopped.stop, stopped.stop_word) == ("filtered", "SAFETY")
    (failed,) = GeminiReader().feed(b'[{"error":{"code":503,"message":"later"}}')
    assert isinstance(failed, Failed)
    assert failed.error.code == "503"
    assert GeminiReader().feed(b"data: {oh\n\n") == [Unknown(event="", data="{oh")]


def test_a_call_comes_whole() -> None:
    reader = GeminiReader()
    part = {"functionCall": {"id": "c", "name": "ls", "args": {"a": 1}}}
    chunk = {"candidates": [{"content": {"parts": [part]}}], "usageMetadata": {"promptTokenCount": 1}}
    deltas = reader.feed(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    assert [type(delta) for delta in deltas] == [Started, PartStarted, PartGrew, PartEnded, UsageSeen]
    assert deltas[2] == PartGrew(index=0, text='{"a":1}')
