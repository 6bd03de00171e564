import json

import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Response, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.openai_responses.response import decode_response, decode_usage, encode_response, encode_usage

TURN = Response(
    dialect="openai-responses",
    id="resp_7",
    model="m",
    parts=(
        Thinking(text="hm", id="rs_1"),
        Text(text="a"),
        ToolCall(id="c1", name="run", arguments="{}", item="fc_1"),
    ),
    stop="tool-calls",
    stop_word="completed",
    usage=Usage(input=9, output=4, cache_read=3, thinking=2),
)


def test_a_response_comes_back() -> None:
    assert decode_response(encode_response(TURN), 200) == TURN


def test_a_response_has_what_strict_clients_want() -> None:
    body = json.loads(encode_response(TURN))
    assert {"id", "object", "created_at", "status", "model", "output", "usage", "error", "incomplete_details"} <= set(
        body
    )
    assert body["output"][1]["content"] == [{"type": "output_text", "text": "a", "annotations": []}]
    assert body["usage"] == {
        "input_tokens": 9,
        "input_tokens_details": {"cached_tokens": 3},
        "output_tokens": 4,
        "output_tokens_details": {"reasoning_tokens": 2},
        "total_tokens": 13,
    }


@pytest.mark.parametrize(
    ("status", "details", "stop", "word"),
    [
        ("completed", None, "end", "completed"),
        ("incomplete", {"reason": "max_output_tokens"}, "length", "max_output_tokens"),
        ("incomplete", {"reason": "content_filter"}, "filtered", "content_filter"),
        ("incomplete", {"reason": "new"}, "unknown", "incomplete"),
        ("cancelled", None, "unknown", "cancelled"),
    ],
)
def test_why_it_ended(status: str, details: object, stop: str, word: str) -> None:
    body = {"object": "response", "status": status, "incomplete_details": details, "output": []}
    response = decode_response(json.dumps(body).encode(), 200)
    assert (response.stop, response.stop_word) == (stop, word)
    assert json.loads(encode_response(response)) == body


def test_errors_instead_of_and_inside_of_a_response() -> None:
    body = b'{"error":{"message":"no","type":"invalid_request_error","param":"input","code":null}}'
    response = decode_response(body, 400)
    assert response.error == WireError(
        message="no", type="invalid_request_error", status=400, extra=response.error.extra
    )
    assert json.loads(encode_response(response)) == json.loads(body)
    failed = decode_response(
        b'{"object":"response","status":"failed","error":{"code":"server_error","message":"x"}}', 200
    )
    assert (failed.stop, failed.error) == ("error", WireError(message="x", code="server_error"))


def test_usage_keeps_what_it_does_not_know() -> None:
    for body in (
        {"input_tokens": 3, "output_tokens": 0, "total_tokens": 9},
        {"input_tokens_details": {"cached_tokens": 1, "cache_write_tokens": 2, "x": 1}, "total_tokens": 0},
    ):
        written = json.loads(
            json.dumps(encode_usage(decode_usage(dict(body))), default=lambda raw: json.loads(bytes(raw)))
        )
        assert written == body


def test_neither_response_nor_error() -> None:
    for body in (b"{}", b'{"error":"no"}', b"<html>", b"[]"):
        with pytest.raises(NotUnderstood):
            decode_response(body, 500)
