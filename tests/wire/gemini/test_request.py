import json
from pathlib import Path

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Message, Request, Text, ToolCall, ToolResult
from skillrt.wire.gemini.request import decode_request, encode_request, wants_events

BODY = (Path(__file__).parent / "golden" / "gemini-cli-request.json").read_bytes()
PATH = "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse"


def test_what_gemini_cli_sends() -> None:
    request = decode_request(BODY, PATH)
    assert (request.model, request.stream, wants_events(request)) == ("gemini-2.5-pro", True, True)
    assert [message.role for message in request.messages] == [
        "system", "user", "assistant", "user", "assistant", "user",
    ]  # fmt: skip
    parts = [part for message in request.messages for part in message.parts]
    called = [part.id for part in parts if isinstance(part, ToolCall)]
    answered = [part.call for part in parts if isinstance(part, ToolResult)]
    assert called == answered == ["call-1-0", "call-1-1", "c7"]
    assert [part.is_error for part in parts if isinstance(part, ToolResult)] == [False, True, False]
    assert request.settings.thinking == "budget:8192"


def test_ids_by_position_stay_when_the_history_grows() -> None:
    body = json.loads(BODY)
    before = decode_request(json.dumps({**body, "contents": body["contents"][:3]}).encode(), PATH)
    assert decode_request(BODY, PATH).messages[: len(before.messages)] == before.messages


def test_the_role_function_and_no_role_come_back() -> None:
    response = {"functionResponse": {"name": "ls", "response": {}}}
    body = {"contents": [{"parts": [{"text": "a"}]}, {"role": "function", "parts": [response]}, {"role": "model"}]}
    request = decode_request(json.dumps(body).encode(), PATH)
    assert [message.role for message in request.messages] == ["user", "tool", "assistant"]
    assert json.loads(encode_request(request).body) == body


def test_a_request_of_another_dialect_is_written() -> None:
    request = Request(
        dialect="gemini",
        model="g",
        messages=(
            Message(role="system", parts=(Text(text="be brief"),)),
            Message(role="developer", parts=(Text(text="very"),)),
            Message(role="assistant", parts=(ToolCall(id="c1", name="ls", arguments="{}"),)),
            Message(role="tool", parts=(ToolResult(call="c1", content=(Text(text="a"),)),)),
            Message(role="system", parts=(Text(text="hurry"),)),
        ),
    )
    encoded = encode_request(request)
    assert encoded.path == "/v1beta/models/g:generateContent"
    assert json.loads(encoded.body) == {
        "systemInstruction": {"parts": [{"text": "be brief"}, {"text": "very"}]},
        "contents": [
            {"role": "model", "parts": [{"functionCall": {"id": "c1", "name": "ls", "args": {}}}]},
            {
                "role": "user",
                "parts": [{"functionResponse": {"id": "c1", "name": "ls", "response": {"output": "a"}}}],
            },
            {"role": "user", "parts": [{"text": "hurry"}]},
        ],
    }


def test_what_would_hide_something_is_not_understood() -> None:
    for body in (
        b"{}",
        b'{"contents":["hi"]}',
        b'{"contents":[],"system_instruction":{}}',
        b'{"contents":[],"systemInstruction":"x"}',
        b'{"contents":[{"role":"critic","parts":[]}]}',
        b'{"contents":[{"role":"user","parts":"x"}]}',
    ):
        with pytest.raises(NotUnderstood):
            decode_request(body, PATH)
