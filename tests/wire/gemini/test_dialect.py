"""The codec as a whole: what it reads comes back, whatever it is."""

import json
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.deltas import Failed
from skillrt.wire.exchange import WireError
from skillrt.wire.gemini.dialect import GEMINI as CODEC
from tests.wire.gemini import bodies
from tests.wire.json_bodies import cut, ordered, same_json

GOLDEN = Path(__file__).parent / "golden"
PATH = "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse"


def test_what_gemini_cli_sends_comes_back_the_same() -> None:
    body = (GOLDEN / "gemini-cli-request.json").read_bytes()
    encoded = CODEC.encode_request(CODEC.decode_request(body, "/run/r42" + PATH))
    assert encoded.path == PATH
    assert same_json(json.loads(encoded.body)) == same_json(json.loads(body))


@given(bodies.requests, bodies.paths)
def test_requests_survive(body: object, path: str) -> None:
    try:
        request = CODEC.decode_request(msgspec.json.encode(body), path)
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


@given(st.binary(max_size=60) | st.sampled_from([b"[" * 100_000, b"{}", b'{"contents":"\xff"}', b"[{}]", b"[1e999]"]))
def test_any_bytes_are_understood_or_not(data: bytes) -> None:
    reader = CODEC.reader()
    for read in (
        lambda: CODEC.decode_request(data, PATH),
        lambda: CODEC.decode_request(b"{}", data.decode("latin-1")),
        lambda: CODEC.decode_response(data, 500),
    ):
        try:
            read()
        except NotUnderstood:
            continue
    reader.feed(data)
    reader.end()
    assert reader.response().parts == ()


@given(st.lists(bodies.responses, max_size=4), st.lists(st.integers(0, 9999), max_size=5), st.booleans())
def test_any_chunks_are_read(chunks: list[object], places: list[int], events: bool) -> None:
    data = b"".join(b"data: " + msgspec.json.encode(chunk) + b"\n\n" for chunk in chunks)
    if not events:
        data = msgspec.json.encode(chunks)
    whole, pieces = CODEC.reader(), CODEC.reader()
    deltas = whole.feed(data) + whole.end()
    assert [delta for piece in cut(data, places) for delta in pieces.feed(piece)] + pieces.end() == deltas
    assert pieces.response() == whole.response()


def test_an_error_says_its_status_as_number_and_word() -> None:
    encoded = CODEC.encode_error(WireError(message="slow down", status=429))
    assert encoded.status == 429
    said = {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED"}
    assert json.loads(encoded.body) == {"error": said}


def test_the_request_says_in_which_form_its_stream_comes() -> None:
    path = "/v1beta/models/g:streamGenerateContent"
    failed = Failed(error=WireError(message="no"))
    listed = CODEC.writer(CODEC.decode_request(b'{"contents":[]}', path))
    assert listed.write(failed) == b'[{"error":{"message":"no"}}]'
    evented = CODEC.writer(CODEC.decode_request(b'{"contents":[]}', path + "?alt=sse"))
    assert evented.write(failed) == b'data: {"error":{"message":"no"}}\n\n'
