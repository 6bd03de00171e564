import json
from pathlib import Path

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Message, Opaque, Request, Text, ToolCall, ToolResult, ToolSpec
from skillrt.wire.openai_responses.request import decode_request, encode_request

GOLDEN = Path(__file__).parent / "golden"


def _read(name: str) -> Request:
    return decode_request((GOLDEN / name).read_bytes())


def test_what_codex_sends() -> None:
    request = _read("codex-request.json")
    assert [message.role for message in request.messages] == [
        "developer", "user", "assistant", "tool", "tool", "tool", "assistant",
    ]  # fmt: skip
    turn = request.messages[2]
    assert [type(part).__name__ for part in turn.parts] == ["Thinking", "Text", "ToolCall", "ToolCall", "ToolCall"]
    calls = [part for part in turn.parts if isinstance(part, ToolCall)]
    results = [part for message in request.messages[3:6] for part in message.parts]
    assert [call.id for call in calls] == [result.call for result in results if isinstance(result, ToolResult)]
    assert (request.stream, request.settings.thinking) == (True, "medium")


def test_tools_that_ride_in_the_input_are_offered() -> None:
    request = _read("codex-lite-request.json")
    assert [(tool.namespace, tool.name) for tool in request.tools] == [
        ("functions", "exec"), ("functions", "wait"), ("clock", "now"),
    ]  # fmt: skip
    assert isinstance(request.messages[0].parts[0], Opaque)
    assert "tools" not in json.loads(encode_request(request).body)


def test_instructions_are_a_system_message() -> None:
    request = decode_request(b'{"model":"m","instructions":"be brief","input":"hi"}')
    assert [(message.role, message.parts) for message in request.messages] == [
        ("system", (Text(text="be brief"),)),
        ("user", (Text(text="hi"),)),
    ]
    assert json.loads(encode_request(request).body) == {"model": "m", "instructions": "be brief", "input": "hi"}


def test_a_system_message_of_the_input_stays_there() -> None:
    body = {"input": [{"type": "message", "role": "system", "content": [{"type": "input_text", "text": "be brief"}]}]}
    assert json.loads(encode_request(decode_request(json.dumps(body).encode())).body) == body


def test_a_request_of_another_dialect_is_written() -> None:
    request = Request(
        dialect="openai-responses",
        model="m",
        messages=(
            Message(role="system", parts=(Text(text="be brief"),)),
            Message(role="user", parts=(Text(text="list"),)),
            Message(role="assistant", parts=(ToolCall(id="c1", name="ls", arguments="{}"),)),
            Message(role="user", parts=(ToolResult(call="c1", content=(Text(text="a"),)),)),
        ),
        tools=(ToolSpec(name="ls", schema='{"type":"object"}'),),
    )
    assert json.loads(encode_request(request).body) == {
        "model": "m",
        "instructions": "be brief",
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "list"}]},
            {"type": "function_call", "call_id": "c1", "name": "ls", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c1", "output": "a"},
        ],
        "tools": [{"type": "function", "name": "ls", "parameters": {"type": "object"}}],
    }


def test_a_request_without_input_is_none() -> None:
    for body in (b"{}", b'{"input":7}', b"[]", b"x"):
        with pytest.raises(NotUnderstood):
            decode_request(body)
