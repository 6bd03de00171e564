"""The upstream over real sockets, in each dialect that there is."""

import http.client
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from skillrt.wire.codec import EncodedRequest
from skillrt.wire.dialects import CODECS, codec
from skillrt.wire.exchange import Dialect, Message, Request, Response, Text, ToolCall, ToolSpec
from tests.upstream.answers import call, say
from tests.upstream.server import Upstream

PREFIX: dict[Dialect, str] = {"openai-chat": "/v1", "openai-responses": "/v1", "anthropic-messages": "", "gemini": ""}
SCRIPT = [say("Listing.", call("bash", command="ls"), call("bash", command="pwd")), say("done")]


def asked(dialect: Dialect, *, stream: bool = False) -> Request:
    return Request(
        dialect=dialect,
        model="mock-model",
        messages=(Message(role="user", parts=(Text(text="hi"),)),),
        tools=(ToolSpec(name="bash", schema='{"type":"object"}'),),
        stream=stream,
    )


def post(upstream: Upstream, path: str, body: bytes) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(upstream.url.removeprefix("http://"), timeout=10)
    try:
        connection.request("POST", path, body, {"content-type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def send(upstream: Upstream, request: Request) -> Response:
    encoded: EncodedRequest = codec(request.dialect).encode_request(request)
    status, data = post(upstream, PREFIX[request.dialect] + encoded.path, encoded.body)
    if not request.stream or status != 200:
        return codec(request.dialect).decode_response(data, status)
    reader = codec(request.dialect).reader()
    reader.feed(data)
    reader.end()
    return reader.response()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("dialect", sorted(CODECS))
def test_it_answers_in_the_dialect_in_which_it_is_asked(dialect: Dialect, stream: bool) -> None:
    with Upstream(SCRIPT) as upstream:
        first, second = (send(upstream, asked(dialect, stream=stream)) for _ in range(2))
    calls = [part for part in first.parts if isinstance(part, ToolCall)]
    assert [json.loads(one.arguments) for one in calls] == [{"command": "ls"}, {"command": "pwd"}]
    assert len({one.id for one in calls}) == 2
    assert first.stop == "tool-calls"
    assert [part.text for part in second.parts if isinstance(part, Text)] == ["done"]
    assert second.stop == "end"
    if dialect != "openai-chat" or not stream:  # Chat counts in streams only where it is asked to
        assert second.usage is not None
        assert (second.usage.input, second.usage.output) == (12, 5)
    assert [one.request.messages for one in upstream.exchanges if one.request] == [asked(dialect).messages] * 2


def test_a_script_may_be_a_function_of_the_request() -> None:
    with Upstream(lambda request: say(request.model)) as upstream:
        assert send(upstream, asked("openai-responses")).parts == (Text(text="mock-model"),)


def test_what_it_does_not_understand_is_refused_and_recorded() -> None:
    with Upstream([say("x")]) as upstream:
        status, body = post(upstream, "/v1/responses", b"{oh")
        assert status == 400
        assert "message" in json.loads(body)["error"]
        assert post(upstream, "/v1/nothing", b"{}")[0] == 404
    assert [one.path for one in upstream.received] == ["/v1/responses", "/v1/nothing"]
    assert upstream.exchanges == []


def test_it_runs_as_a_process(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "script.json"
    script.write_bytes(msgspec.json.encode([say("from afar")]))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.upstream", str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        connection.request("POST", "/v1/responses", b'{"model":"m","input":"hi"}')
        assert b"from afar" in connection.getresponse().read()
        connection.close()
        process.stdin.close()
        assert process.wait(10) == 0
