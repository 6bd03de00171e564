import json

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Response, StopReason, Text, Thinking, ToolCall, Usage
from skillrt.wire.gemini.response import decode_response, decode_usage, encode_response, encode_usage

TURN = Response(
    dialect="gemini",
    id="r1",
    model="g",
    parts=(Thinking(text="hm"), Text(text="a"), ToolCall(id="c1", name="ls", arguments="{}", signature="s")),
    stop="tool-calls",
    stop_word="STOP",
    usage=Usage(input=9, output=6, cache_read=3, thinking=2),
)


def test_a_response_comes_back() -> None:
    assert decode_response(encode_response(TURN), 200) == TURN
    body = json.loads(encode_response(TURN))
    assert body["usageMetadata"] == {
        "promptTokenCount": 9,
        "candidatesTokenCount": 4,
        "thoughtsTokenCount": 2,
        "cachedContentTokenCount": 3,
        "totalTokenCount": 15,
    }
    assert (body["candidates"][0]["index"], body["candidates"][0]["content"]["role"]) == (0, "model")


@pytest.mark.parametrize(
    ("word", "stop"),
    [
        ("STOP", "end"),
        ("MAX_TOKENS", "length"),
        ("PROHIBITED_CONTENT", "filtered"),
        ("MALFORMED_FUNCTION_CALL", "error"),
        ("BRAND_NEW", "unknown"),
    ],
)
def test_why_it_ended(word: str, stop: str) -> None:
    body = {
        "candidates": [{"content": {"parts": [{"text": "a"}], "role": "model"}, "finishReason": word, "index": 0}]
    }
    response = decode_response(json.dumps(body).encode(), 200)
    assert (response.stop, response.stop_word) == (stop, word)
    assert json.loads(encode_response(response)) == body


def test_a_blocked_prompt_has_no_candidate() -> None:
    body = {
        "promptFeedback": {"blockReason": "SAFETY"},
        "usageMetadata": {"promptTokenCount": 3, "totalTokenCount": 3},
    }
    response = decode_response(json.dumps(body).encode(), 200)
    assert (response.stop, response.stop_word, response.parts) == ("filtered", "SAFETY", ())
    assert json.loads(encode_response(response)) == body


def test_stop_reasons_of_other_dialects_have_a_word() -> None:
    written: list[tuple[StopReason, str]] = [
        ("end", "STOP"),
        ("length", "MAX_TOKENS"),
        ("filtered", "SAFETY"),
        ("error", "OTHER"),
    ]
    for stop, word in written:
        response = Response(dialect="gemini", parts=(Text(text="a"),), stop=stop, stop_word="foreign")
        assert json.loads(encode_response(response))["candidates"][0]["finishReason"] == word


def test_errors() -> None:
    body = {"error": {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED", "details": []}}
    for value in (body, [body]):
        response = decode_response(json.dumps(value).encode(), 429)
        assert response.error is not None
        assert (response.error.code, response.error.type, response.error.status) == ("429", "RESOURCE_EXHAUSTED", 429)
        assert json.loads(encode_response(response)) == value


def test_usage_keeps_what_it_does_not_know() -> None:
    for body in ({"promptTokenCount": 3, "totalTokenCount": 3}, {"candidatesTokenCount": 0, "totalTokenCount": 7}):
        written = encode_usage(decode_usage(dict(body)))
        assert json.loads(json.dumps(written, default=lambda raw: json.loads(bytes(raw)))) == body


def test_neither_response_nor_error() -> None:
    for body in (b"{}", b'{"error":"no"}', b"<html>", b"[]", b'[{"candidates":[]}]'):
        with pytest.raises(NotUnderstood):
            decode_response(body, 500)
