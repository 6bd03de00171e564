import json
from typing import Any

import pytest

from skillrt.gateway.account import Account
from skillrt.gateway.conversion import CannotTranslate, convert
from skillrt.gateway.events import Action, Answer, Begin, Event, Relay, RequestHead, Send, TimerFired, UpstreamHead
from skillrt.gateway.recording import record_of
from skillrt.gateway.routes import Route, Upstream
from skillrt.gateway.session import Session
from skillrt.wire.exchange import Dialect, ToolCall
from skillrt.wire.translate.memory import Memory
from tests.gateway.sessions import CHAT, JSON, PREFIX, SSE, answered, begun, broke, ended, head, kinds, piece, policy

ASKED = {
    "model": "claude-x",
    "max_tokens": 100,
    "system": "Be brief.",
    "messages": [{"role": "user", "content": "Run two commands"}],
    "tools": [{"name": "Bash", "description": "runs", "input_schema": {"type": "object", "properties": {}}}],
}
CALLS = [
    {"index": 0, "id": "call_1", "type": "function", "function": {"name": "Bash", "arguments": '{"a":1}'}},
    {"index": 1, "id": "call_2", "type": "function", "function": {"name": "Bash", "arguments": '{"a":2}'}},
]
WHOLE = {
    "id": "c1",
    "object": "chat.completion",
    "model": "real",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "Yes", "tool_calls": [{**call} for call in CALLS]},
            "finish_reason": "tool_calls",
        }
    ],
    "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12},
}


def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    body = {"id": "c1", "object": "chat.completion.chunk", "model": "real", "choices": choices}
    return b"data: %b\n\n" % json.dumps(body).encode()


STREAM = (
    chunk({"role": "assistant", "content": "Yes"})
    + chunk({"tool_calls": [CALLS[0]]})
    + chunk({"tool_calls": [CALLS[1]]})
    + chunk({}, "tool_calls")
    + b"data: [DONE]\n\n"
)


def asking(*, stream: bool = False, **more: object) -> tuple[Session, list[Action]]:
    """A session of Claude Code whose provider speaks Chat Completions only."""
    body = json.dumps({**ASKED, "stream": stream, **more}).encode()
    request = head(
        f"{PREFIX}/v1/messages?beta=true", "POST", ("anthropic-version", "2023-06-01"), ("x-api-key", "no")
    )
    return begun(
        policy(Upstream(name="u", base_url="http://u/v1", dialects=("openai-chat",), key="K", model="real")),
        body,
        request,
    )


def carried(session: Session, *events: Event) -> tuple[list[Action], Account]:
    actions = [action for event in events for action in session.handle(event)]
    return actions, session.account()


def said(actions: list[Action]) -> bytes:
    return b"".join(action.data for action in actions if isinstance(action, Relay))


def began(actions: list[Action]) -> Begin:
    (found,) = [action for action in actions if isinstance(action, Begin)]
    return found


def streaming() -> UpstreamHead:
    return UpstreamHead(now=1.0, status=200, reason="", headers=(SSE,))


def test_the_request_in_the_providers_dialect():
    _, (send,) = asking()
    assert isinstance(send, Send)
    assert send.url == "http://u/v1/chat/completions"
    body = json.loads(send.body)
    assert body["model"] == "real"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["tools"][0]["function"]["name"] == "Bash"
    assert dict(send.headers) == {"Content-Type": "application/json", "Authorization": "Bearer K"}


def test_a_whole_answer_comes_back():
    session, _ = asking()
    actions, account = carried(session, answered(), piece(json.dumps(WHOLE).encode()), ended())
    body = json.loads(said(actions))
    assert body["type"] == "message"
    assert [block["type"] for block in body["content"]] == ["text", "tool_use", "tool_use"]
    assert body["stop_reason"] == "tool_use"
    assert body["usage"]["output_tokens"] == 7
    record = record_of(account)
    assert record.understood
    assert (record.dialect, record.model) == ("anthropic-messages", "claude-x")


@pytest.mark.parametrize("size", [3, 40, 10_000])
def test_a_stream_comes_back_as_it_goes(size: int):
    session, _ = asking(stream=True)
    pieces = [piece(STREAM[start : start + size]) for start in range(0, len(STREAM), size)]
    actions, account = carried(session, streaming(), *pieces, ended())
    assert began(actions).headers == (("Content-Type", "text/event-stream"),)
    text = said(actions).decode()
    assert text.startswith("event: message_start")
    assert text.count("content_block_start") == 2 * 3
    assert '"stop_reason":"tool_use"' in text
    record = record_of(account)
    assert record.response is not None
    calls = [part for part in record.response.parts if isinstance(part, ToolCall)]
    assert [(call.id, call.arguments) for call in calls] == [("call_1", '{"a":1}'), ("call_2", '{"a":2}')]


@pytest.mark.parametrize(
    ("query", "content_type", "start"),
    [("", "application/json", b"["), ("?alt=sse", "text/event-stream", b"data:")],
)
def test_a_stream_is_called_what_the_client_asked_for(query: str, content_type: str, start: bytes):
    body = json.dumps({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}).encode()
    request = head(f"{PREFIX}/v1beta/models/m1:streamGenerateContent{query}", "POST")
    session, _ = begun(policy(CHAT), body, request)
    actions, _ = carried(session, streaming(), piece(STREAM), ended())
    assert began(actions).headers == (("Content-Type", content_type),)
    assert said(actions).startswith(start)


def test_words_go_on_before_the_stream_has_ended():
    session, _ = asking(stream=True)
    session.handle(streaming())
    actions = session.handle(piece(chunk({"role": "assistant", "content": "Yes"})))
    assert b"Yes" in said(actions)


def test_a_provider_that_does_not_stream_though_asked_to():
    session, _ = asking(stream=True)
    actions, _ = carried(session, answered(), piece(json.dumps(WHOLE).encode()), ended())
    assert began(actions).headers == (("Content-Type", "text/event-stream"),)
    assert said(actions).decode().startswith("event: message_start")


@pytest.mark.parametrize(
    "body", [b'{"error":{"message":"no such tool","type":"invalid_request_error"}}', b"<html>no</html>", b""]
)
def test_errors_come_back_in_the_clients_words(body: bytes):
    session, _ = asking()
    actions, _ = carried(session, answered(400), piece(body), ended())
    assert began(actions).status == 400
    assert json.loads(said(actions))["type"] == "error"


def test_errors_that_pass_are_waited_out_here_too():
    session, (send,) = asking(stream=True)
    session.handle(answered(503))
    assert kinds(session.handle(ended()))[-1] == "Wait"
    assert session.handle(TimerFired(now=2.0)) == [send]
    actions, _ = carried(session, streaming(), piece(STREAM), ended())
    assert began(actions).status == 200


def test_an_error_that_lasts_is_translated_when_the_tries_end():
    session, _ = asking()
    spent = b'{"error":{"message":"pay","code":"insufficient_quota"}}'
    actions, _ = carried(session, answered(429, ("Retry-After", "7")), piece(spent), ended())
    assert began(actions).status == 429
    assert ("Retry-After", "7") in began(actions).headers
    assert json.loads(said(actions))["error"]["message"] == "pay"


def test_an_answer_that_is_none():
    session, _ = asking()
    actions, _ = carried(session, answered(), piece(b"hello"), ended())
    answer = actions[-1]
    assert isinstance(answer, Answer)
    assert answer.status == 502
    assert json.loads(answer.body)["type"] == "error"


def test_an_answer_that_breaks_off():
    session, _ = asking(stream=True)
    actions, account = carried(session, streaming(), piece(STREAM[: len(STREAM) // 2]), broke())
    assert kinds(actions)[-1] == "Break"
    assert account.ending == "broken"
    session, _ = asking()
    session.handle(answered())
    session.handle(piece(b'{"id":'))
    assert kinds(session.handle(broke()))[-1] == "Wait"


def test_what_cannot_be_translated_is_refused_before_anything_is_sent():
    request = head(f"{PREFIX}/v1/messages")
    _, actions = begun(policy(CHAT), b"{not json", request)
    answer = actions[-1]
    assert isinstance(answer, Answer)
    assert answer.status == 400
    assert b"cannot be translated from anthropic-messages to openai-chat" in answer.body


@pytest.mark.parametrize("spoken", ["openai-responses", "anthropic-messages", "gemini"])
def test_every_dialect_can_be_spoken_to(spoken: Dialect):
    upstream = Upstream(name="u", base_url="http://u", dialects=(spoken,))
    body = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
    request = RequestHead(now=0.0, method="POST", target="/", headers=(JSON,))
    route = Route(upstream=upstream, dialect=spoken)
    conversion = convert(request, "/v1/chat/completions", "openai-chat", json.dumps(body).encode(), route, Memory())
    assert "Hello" in conversion.body.decode()
    assert upstream.url(conversion.path, conversion.query).startswith("http://u/")


def test_losses_that_change_the_task_are_said():
    request = RequestHead(now=0.0, method="POST", target="/", headers=(JSON,))
    body = {"model": "m", "input": "Hello", "previous_response_id": "resp_1"}
    upstream = Upstream(name="u", base_url="http://u/v1", dialects=("openai-chat",))
    route, data = Route(upstream=upstream, dialect="openai-chat"), json.dumps(body).encode()
    with pytest.raises(CannotTranslate, match="u speaks openai-chat only"):
        convert(request, "/v1/responses", "openai-responses", data, route, Memory())
