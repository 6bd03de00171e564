import json

import pytest

from skillrt.gateway.moving import moved
from skillrt.wire.assembly import deltas_of
from skillrt.wire.codec import write_stream
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, Response, Settings, Text, ToolCall
from tests.upstream.answers import as_provider, call, say

OLD, NEW = "/home/u/old/work", "/srv/new"
DIALECTS: list[Dialect] = ["openai-chat", "openai-responses", "anthropic-messages", "gemini"]
SSE = "text/event-stream; charset=utf-8"


def request(dialect: Dialect) -> Request:
    return Request(dialect=dialect, model="m", messages=(), settings=Settings(), stream=True)


def answer(dialect: Dialect, place: str) -> Response:
    return as_provider(say(f"I read {place}/a.", call("read", path=f"{place}/a.txt")), request(dialect))


def stream(dialect: Dialect, place: str) -> bytes:
    """The answer in pieces of a few characters, as providers send them."""
    return write_stream(codec(dialect).writer(request(dialect)), deltas_of(answer(dialect, place), 5))


def read(dialect: Dialect, body: bytes) -> list[str]:
    reader = codec(dialect).reader()
    reader.feed(body)
    reader.end()
    parts = reader.response().parts
    return [
        part.text if isinstance(part, Text) else part.arguments for part in parts if isinstance(part, Text | ToolCall)
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_path_that_a_stream_cuts_is_replaced(dialect: Dialect):
    body = stream(dialect, OLD)
    assert dialect != "anthropic-messages" or OLD.encode() not in body
    text, arguments = read(dialect, moved(body.decode(), SSE, 200, request(dialect), [(OLD, NEW)]))
    assert (text, json.loads(arguments)) == (f"I read {NEW}/a.", {"path": f"{NEW}/a.txt"})


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_names_no_folder_is_the_same_to_the_byte(dialect: Dialect):
    body = stream(dialect, "/elsewhere")
    assert moved(body.decode(), SSE, 200, request(dialect), [(OLD, NEW)]) == body
    body = stream(dialect, OLD)
    assert moved(body.decode(), SSE, 200, request(dialect), [(OLD, OLD)]) == body


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_answer_that_is_no_stream(dialect: Dialect):
    body = codec(dialect).encode_response(answer(dialect, OLD)).decode()
    found = moved(body, "application/json", 200, request(dialect), [(OLD, NEW)])
    assert (OLD in found.decode(), found.decode().count(NEW)) == (False, body.count(OLD))


def test_what_is_not_understood_is_replaced_as_text():
    found = moved(f"odd {OLD}/a", "application/json", 200, request("openai-chat"), [(OLD, NEW)])
    assert found == f"odd {NEW}/a".encode()
