from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.anthropic.responses import (
    STOP_WORDS,
    STOPS,
    decode_response,
    decode_usage,
    encode_error,
    encode_response,
    encode_usage,
    stop_word,
)
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Opaque, Response, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.json_text import to_bytes
from tests.wire import normal_forms as forms
from tests.wire.golden import bodies
from tests.wire.json_shapes import changed, same, with_unknown_members

FOLDER = Path(__file__).parent
GOLDEN = bodies(FOLDER, "response")
ERRORS = bodies(FOLDER, "error")


@pytest.mark.parametrize("name", [*GOLDEN, *ERRORS])
def test_a_body_comes_back(name: str):
    body = to_bytes(GOLDEN.get(name) or ERRORS[name])
    assert same(encode_response(decode_response(body, 200 if name in GOLDEN else 400)), body)


def test_calls_and_tokens():
    response = decode_response(to_bytes(GOLDEN["response-calls.json"]), 200)
    assert response.parts == (
        Thinking(text="Both.", signature="RXFRQg=="),
        Text(text="Both at once."),
        ToolCall(id="toolu_a", name="Bash", arguments='{"command":"ls"}'),
        ToolCall(id="toolu_b", name="Bash", arguments="{}"),
    )
    assert (response.id, response.stop, response.stop_word) == ("msg_01", "tool-calls", "tool_use")
    usage = response.usage
    assert usage is not None
    assert (usage.input, usage.cache_read, usage.cache_write, usage.output, usage.thinking) == (
        1312,
        1000,
        300,
        40,
        7,
    )


def test_the_stop_sequence_that_was_met():
    response = decode_response(to_bytes(GOLDEN["response-sequence.json"]), 200)
    assert (response.stop, response.stop_sequence) == ("stop-sequence", "END")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("error-overloaded.json", ("Overloaded", "overloaded_error")),
        ("error-proxy.json", ("no upstream", "")),
        ("error-bare.json", ("Not Found", "")),
    ],
)
def test_errors(name: str, error: tuple[str, str]):
    response = decode_response(to_bytes(ERRORS[name]), 529)
    assert response.error is not None
    assert (response.error.message, response.error.type) == error
    assert (response.error.status, response.stop) == (529, "error")


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (WireError(message="m", type="overloaded_error"), 529, "overloaded_error"),
        (WireError(message="m", status=429), 429, "rate_limit_error"),
        (WireError(message="m", status=418), 418, "invalid_request_error"),
        (WireError(message="m", status=502), 502, "api_error"),
        (WireError(message="m"), 500, "api_error"),
    ],
)
def test_an_error_of_its_own(error: WireError, status: int, kind: str):
    encoded = encode_error(error)
    assert encoded.status == status
    assert same(encoded.body, {"type": "error", "error": {"type": kind, "message": "m"}})


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"content": {}}', b'{"type": "error"}'])
def test_what_is_no_response(body: bytes):
    with pytest.raises(NotUnderstood):
        decode_response(body, 200)


def test_every_reason_to_stop_has_a_word_that_says_it():
    assert {stop: STOPS[word] for stop, word in STOP_WORDS.items()} == {stop: stop for stop in STOP_WORDS}
    assert stop_word("end", "stop") == "end_turn"
    assert stop_word("length", "model_context_window_exceeded") == "model_context_window_exceeded"
    assert stop_word("unknown", "compaction") == "compaction"
    assert stop_word("unknown", "") == ""


@given(with_unknown_members(list(GOLDEN.values())))
def test_unknown_members_survive_wherever_they_stand(body: Any):
    assert same(encode_response(decode_response(to_bytes(body), 200)), to_bytes(body))


@given(changed(list(GOLDEN.values()) + list(ERRORS.values())), st.sampled_from([200, 500]))
def test_a_changed_body_comes_back_or_is_not_understood(body: Any, status: int):
    try:
        response = decode_response(to_bytes(body), status)
    except NotUnderstood:
        return
    assert same(encode_response(response), to_bytes(body))


@given(st.binary(max_size=60), st.sampled_from([200, 500]))
def test_any_bytes_are_read_or_not_understood(body: bytes, status: int):
    with suppress(NotUnderstood):
        decode_response(body, status)


COUNTS = st.integers(0, 10**6)
USAGE = st.builds(
    lambda fresh, cached, stored, **rest: Usage(
        input=fresh + cached + stored, cache_read=cached, cache_write=stored, **rest
    ),
    COUNTS,
    COUNTS,
    COUNTS,
    output=COUNTS,
    thinking=COUNTS,
    extra=forms.EXTRA,
)
OPAQUE = st.just(Opaque(type="server_tool_use", json='{"type":"server_tool_use","id":"s"}'))
PARTS = st.one_of(
    forms.TEXTS,
    forms.FUNCTION_CALLS,
    st.builds(Thinking, text=forms.WORDS, signature=forms.WORDS),
    st.builds(Thinking, hidden=forms.WORDS),
    OPAQUE,
)


@given(
    st.builds(
        Response,
        dialect=st.just("anthropic-messages"),
        id=forms.NAMES,
        model=forms.NAMES,
        parts=st.lists(PARTS, max_size=4).map(tuple),
        usage=st.none() | USAGE,
        extra=forms.EXTRA,
        stop_sequence=st.sampled_from(["", "END"]),
    ),
    st.sampled_from(["", *STOPS, "compaction"]),
)
def test_what_is_encoded_is_decoded_again(response: Response, word: str):
    response = msgspec.structs.replace(response, stop=STOPS.get(word, "unknown"), stop_word=word)
    assert decode_response(encode_response(response), 200) == response


@given(USAGE)
def test_tokens_come_back(usage: Usage):
    assert decode_usage(encode_usage(usage)) == usage
    assert decode_usage(3) is None
