from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Response, Text, Thinking, ToolCall, Usage, WireError
from skillrt.wire.json_text import to_bytes
from skillrt.wire.openai_chat.responses import (
    STOP_WORDS,
    STOPS,
    decode_response,
    decode_usage,
    encode_error,
    encode_response,
    encode_usage,
    stop_word,
)
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
    assert (response.id, response.model, response.stop, response.stop_word) == (
        *("chatcmpl-1", "m-2026"),
        *("tool-calls", "tool_calls"),
    )
    assert response.parts == (
        Text(text="Both at once."),
        ToolCall(id="call_a", name="bash", arguments='{"command":"ls"}'),
        ToolCall(id="call_b", name="bash", arguments='{"command":"date"}'),
    )
    assert response.usage is not None
    usage = response.usage
    assert (usage.input, usage.output, usage.cache_read, usage.thinking) == (1200, 40, 1024, 16)


def test_the_first_choice_is_the_response():
    response = decode_response(to_bytes(GOLDEN["response-reasoning.json"]), 200)
    assert response.parts == (Thinking(text="Let me see."), Text(text="42"))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("error-quota.json", ("You exceeded your current quota.", "insufficient_quota", "insufficient_quota")),
        ("error-number.json", ("Provider returned error", "", "")),
        ("error-text.json", ("model not loaded", "", "")),
        ("error-bare.json", ("too long", "", "")),
    ],
)
def test_errors(name: str, error: tuple[str, str, str]):
    response = decode_response(to_bytes(ERRORS[name]), 429)
    assert response.error is not None
    assert (response.error.message, response.error.type, response.error.code) == error
    assert (response.error.status, response.stop) == (429, "error")


def test_an_error_with_the_status_of_success():
    response = decode_response(to_bytes(ERRORS["error-number.json"]), 200)
    assert response.error is not None
    assert response.error.status == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (WireError(message="m", status=418), 418),
        (WireError(message="m", type="rate_limit_error"), 429),
        (WireError(message="m", code="rate_limit_exceeded"), 429),
        (WireError(message="m"), 500),
    ],
)
def test_an_error_of_its_own(error: WireError, status: int):
    encoded = encode_error(error)
    assert encoded.status == status
    said = {"message": "m", "type": error.type or None, "param": None, "code": error.code or None}
    assert same(encoded.body, {"error": said})


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"choices": []}', b'{"choices": [{}]}', b'{"choices": [1]}'])
def test_what_is_no_response(body: bytes):
    with pytest.raises(NotUnderstood):
        decode_response(body, 200)


def test_every_reason_to_stop_has_a_word_that_says_it():
    assert {stop: STOPS[word] for stop, word in STOP_WORDS.items() if stop not in ("paused", "stop-sequence")} == {
        stop: stop for stop in STOP_WORDS if stop not in ("paused", "stop-sequence")
    }
    assert stop_word(Response(dialect="openai-chat", stop="end", stop_word="end_turn")) == "stop"
    assert stop_word(Response(dialect="openai-chat", stop="tool-calls", stop_word="function_call")) == "function_call"
    assert stop_word(Response(dialect="openai-chat", stop="unknown", stop_word="eos")) == "eos"


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
    Usage, input=COUNTS, output=COUNTS, cache_read=COUNTS, cache_write=COUNTS, thinking=COUNTS, extra=forms.EXTRA
)
RESPONSES = st.builds(
    lambda parts, **rest: Response(dialect="openai-chat", parts=parts, **rest),
    st.tuples(
        st.lists(st.builds(Thinking, text=forms.WORDS), max_size=1),
        st.lists(forms.PLAIN_TEXTS, max_size=1) | st.lists(forms.TEXTS, min_size=2, max_size=3),
        st.lists(st.builds(Text, text=forms.WORDS, refusal=st.just(True)), max_size=1),
        st.lists(forms.FUNCTION_CALLS, max_size=3),
    ).map(lambda found: tuple(part for some in found for part in some)),
    id=forms.NAMES,
    model=forms.NAMES,
    usage=st.none() | USAGE,
    extra=forms.EXTRA,
).flatmap(
    lambda response: st.sampled_from(["", *STOPS]).map(
        lambda word: Response(
            **{name: getattr(response, name) for name in ("dialect", "id", "model", "parts", "usage", "extra")},
            stop=STOPS.get(word, "unknown"),
            stop_word=word,
        )
    )
)


@given(RESPONSES)
def test_what_is_encoded_is_decoded_again(response: Response):
    assert decode_response(encode_response(response), 200) == response


@given(USAGE)
def test_tokens_come_back(usage: Usage):
    assert decode_usage(encode_usage(usage)) == usage
    assert decode_usage(None) is None
