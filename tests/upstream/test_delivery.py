"""Each fault, as a client sees it."""

import http.client
import json
import socket
import time

import pytest

from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Request, Response, Text
from tests.upstream.answers import say
from tests.upstream.faults import GARBAGE, burst, half_close, malformed, reset, slow, stall, status
from tests.upstream.server import ScriptedUpstream
from tests.upstream.test_server import asked, post

LONG = say("word " * 40)


def opened(upstream: ScriptedUpstream, request: Request, seconds: float = 10) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(upstream.url.removeprefix("http://"), timeout=seconds)
    connection.request("POST", "/v1/responses", codec(request.dialect).encode_request(request).body)
    return connection


def test_statuses_with_retry_after_then_the_answer() -> None:
    with ScriptedUpstream([status(429, retry_after="1"), *burst(503, 2), say("done")]) as upstream:
        connection = opened(upstream, asked("openai-responses"))
        response = connection.getresponse()
        assert (response.status, response.getheader("retry-after")) == (429, "1")
        assert json.loads(response.read())["error"]["type"] == "rate_limit_error"
        connection.close()
        body = codec("openai-responses").encode_request(asked("openai-responses")).body
        assert [post(upstream, "/v1/responses", body)[0] for _ in range(3)] == [503, 503, 200]
    assert [one.status for one in upstream.exchanges] == [429, 503, 503, 200]


def test_a_reset_before_any_head() -> None:
    with ScriptedUpstream([reset(LONG, -1)]) as upstream:
        connection = opened(upstream, asked("openai-responses"))
        with pytest.raises(ConnectionError):
            connection.getresponse()
        connection.close()


def test_a_reset_in_the_middle() -> None:
    with ScriptedUpstream([reset(LONG, 300)]) as upstream:
        connection = opened(upstream, asked("openai-responses", stream=True))
        response = connection.getresponse()
        assert len(response.read(300)) == 300
        with pytest.raises((ConnectionError, http.client.IncompleteRead)):
            response.read()
        connection.close()


def test_a_half_close_ends_the_body_too_early() -> None:
    with ScriptedUpstream([half_close(LONG, 300)]) as upstream:
        connection = opened(upstream, asked("openai-responses", stream=True))
        with pytest.raises(http.client.IncompleteRead):
            connection.getresponse().read()
        connection.close()


def test_a_stall_lasts_until_the_client_goes() -> None:
    with ScriptedUpstream([stall(LONG, 300)]) as upstream:
        connection = opened(upstream, asked("openai-responses", stream=True), seconds=0.3)
        response = connection.getresponse()
        assert len(response.read(300)) == 300
        with pytest.raises(socket.timeout):
            response.read(1)
        response.close()
        connection.close()
        deadline = time.monotonic() + 5
        while not upstream.exchanges[0].gone and time.monotonic() < deadline:
            time.sleep(0.01)
        assert upstream.exchanges[0].gone


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_garbage_is_ended_properly(stream: bool) -> None:
    with ScriptedUpstream([malformed(LONG, 300)]) as upstream:
        connection = opened(upstream, asked("openai-responses", stream=stream))
        data = connection.getresponse().read()
        connection.close()
    assert data.endswith(GARBAGE)
    assert len(data) == 300 + len(GARBAGE)


def test_slow_pieces_make_the_whole_answer() -> None:
    with ScriptedUpstream([slow(say("done"), 400, 0.01)]) as upstream:
        connection = opened(upstream, asked("openai-responses", stream=True))
        reader = codec("openai-responses").reader()
        reader.feed(connection.getresponse().read())
        connection.close()
    response: Response = reader.response()
    assert [part.text for part in response.parts if isinstance(part, Text)] == ["done"]
