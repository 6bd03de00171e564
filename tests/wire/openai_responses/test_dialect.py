"""The codec as a whole: what it reads comes back, whatever it is."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.exchange import Request, WireError
from skillrt.wire.openai_responses.dialect import OPENAI_RESPONSES as CODEC
from tests.wire.json_bodies import cut, ordered, same_json
from tests.wire.openai_responses import bodies

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_what_harnesses_send_comes_back_the_same(path: Path) -> None:
    body = path.read_bytes()
    request = CODEC.decode_request(body, "/v1/responses")
    encoded = CODEC.encode_request(request)
    assert encoded.path == "/responses"
    assert same_json(json.loads(encoded.body)) == same_json(json.loads(body))


@given(bodies.requests)
def test_requests_survive(body: object) -> None:
    try:
        request = CODEC.decode_request(msgspec.json.encode(body), "/responses")
    except NotUnderstood:
        return
    encoded = CODEC.encode_request(request)
    assert same_json(json.loads(encoded.body)) == same_json(body)
    assert ordered(CODEC.decode_request(encoded.body, encoded.path)) == ordered(request)


@given(bodies.responses)
def test_responses_survive(body: object) -> None:
    try:
        response = CODEC.decode_response(msgspec.json.encode(body), 200)
    except NotUnderstood:
        return
    encoded = CODEC.encode_response(response)
    assert same_json(json.loads(encoded)) == same_json(body)
    assert ordered(CODEC.decode_response(encoded, 200)) == ordered(response)


@given(
    st.binary(max_size=60)
    | st.sampled_from([b"[" * 100_000, b"{}", b"null", b'{"input":"\xff"}', b'{"input":1e999}'])
)
def test_any_bytes_are_understood_or_not(data: bytes) -> None:
    reader = CODEC.reader()
    for read in (lambda: CODEC.decode_request(data, ""), lambda: CODEC.decode_response(data, 500)):
        try:
            read()
        except NotUnderstood:
            continue
    reader.feed(data)
    reader.end()
    assert reader.response().parts == ()


@given(st.lists(bodies.events, max_size=8), st.lists(st.integers(0, 9999), max_size=5))
def test_any_events_are_read(events: list[object], places: list[int]) -> None:
    data = b"".join(b"data: " + msgspec.json.encode(event) + b"\n\n" for event in events)
    whole, pieces = CODEC.reader(), CODEC.reader()
    deltas = whole.feed(data) + whole.end()
    assert [delta for piece in cut(data, places) for delta in pieces.feed(piece)] + pieces.end() == deltas
    assert pieces.response() == whole.response()


def test_an_error_has_the_members_that_clients_look_for() -> None:
    error = WireError(message="slow down", type="rate_limit_error", code="rate_limit_exceeded", status=429)
    encoded = CODEC.encode_error(error)
    assert encoded.status == 429
    said = json.loads(encoded.body)["error"]
    assert said == {"message": "slow down", "type": "rate_limit_error", "code": "rate_limit_exceeded", "param": None}
    assert CODEC.decode_response(encoded.body, 429).error is not None


def test_the_stream_is_the_same_for_all_requests() -> None:
    writer = CODEC.writer(Request(dialect="openai-responses", model="m", messages=()))
    assert writer.end() == b""
