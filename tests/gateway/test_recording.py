import gzip
import json

import pytest

from skillrt.gateway.access import Access, Run
from skillrt.gateway.account import Account
from skillrt.gateway.events import ClientGone, Event, RequestHead, TimerFired, UpstreamHead
from skillrt.gateway.recording import Recorder, record_of
from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.dialects import CODECS
from tests.gateway.sessions import HOST, JSON, RUN, SSE, answered, begun, broke, ended, head, piece, policy

REQUEST = json.dumps({"model": "m", "messages": [{"role": "user", "content": "Greet Ada"}]}).encode()
ANSWER = json.dumps(
    {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m-1",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
    }
).encode()
PIECE = {
    "id": "c1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m-1",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hello"}, "finish_reason": None}],
}
STOP = {**PIECE, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
STREAM = b"".join(b"data: %b\n\n" % json.dumps(item).encode() for item in (PIECE, STOP)) + b"data: [DONE]\n\n"
understands = pytest.mark.skipif("openai-chat" not in CODECS, reason="no codec of this dialect yet")


class Kept:
    def __init__(self) -> None:
        self.records: list[ExchangeRecord] = []

    def put(self, record: ExchangeRecord) -> None:
        self.records.append(record)


def answered_stream() -> Event:
    return UpstreamHead(now=1.0, status=200, reason="", headers=(SSE,))


def told(*events: Event, body: bytes = REQUEST, request: RequestHead | None = None) -> Account:
    session, _ = begun(policy(), body, request)
    for event in events:
        session.handle(event)
    return session.account()


@understands
def test_an_exchange_in_normal_form():
    record = record_of(told(answered(), piece(ANSWER), ended(now=2.0)))
    assert record.understood
    assert record.request is not None
    assert record.response is not None
    assert (record.dialect, record.model, record.upstream, record.status) == ("openai-chat", "m", "there", 200)
    assert [part.text for part in record.response.parts] == ["Hello"]  # pyright: ignore[reportAttributeAccessIssue]
    assert (record.first_byte_ms, record.total_ms) == (1000.0, 2000.0)
    assert (record.request_body, record.response_body) == (b"", b"")
    assert record.run == RUN.name
    assert RUN.id not in str(record)


@understands
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_stream(size: int):
    pieces = [piece(STREAM[start : start + size]) for start in range(0, len(STREAM), size)]
    record = record_of(told(answered_stream(), *pieces, ended()))
    assert record.stream
    assert record.understood
    assert record.response is not None
    assert [part.text for part in record.response.parts] == ["Hello"]  # pyright: ignore[reportAttributeAccessIssue]
    assert record.response.stop == "end"


@understands
def test_encoded_bodies_are_decoded_for_the_record():
    request = head("/run/" + RUN.id + "/v1/chat/completions", "POST", ("Content-Encoding", "gzip"))
    account = told(
        answered(200, ("Content-Encoding", "gzip")),
        piece(gzip.compress(ANSWER)),
        ended(),
        body=gzip.compress(REQUEST),
        request=request,
    )
    record = record_of(account)
    assert record.understood
    assert record.request is not None


def test_what_is_not_understood_is_kept_as_it_came_and_marked():
    record = record_of(told(answered(), piece(b"\xff{"), ended(), body=b"{not json"))
    assert not record.understood
    assert (record.request, record.request_body, record.response_body) == (None, b"{not json", b"\xff{")


def test_a_bomb_is_not_kept():
    account = told(answered(200, ("Content-Encoding", "gzip")), piece(gzip.compress(bytes(100_000_000))), ended())
    record = record_of(account)
    assert record.response_body == b""


def test_attempts_with_their_waits():
    record = record_of(
        told(
            answered(503, now=1.0),
            ended(now=1.0),
            TimerFired(now=1.5),
            broke("connect", now=2.0),
            TimerFired(now=4.0),
            answered(now=5.0),
            piece(ANSWER, now=5.0),
            ended(now=6.0),
        )
    )
    assert [(item.after_ms, item.status, item.waited_ms) for item in record.attempts] == [
        (0.0, 503, 0.0),
        (1500.0, 0, 500.0),
        (4000.0, 200, 2000.0),
    ]
    assert "connect" in record.attempts[1].error


def test_a_client_that_leaves_with_its_whole_answer_missed_nothing():
    left = record_of(told(answered_stream(), piece(STREAM), ClientGone(now=2.0)))
    assert (left.status, left.error) == (200, "")
    early = record_of(told(answered_stream(), piece(STREAM[:40]), ClientGone(now=2.0)))
    assert early.error == "the client went away"


def test_ends_that_are_none():
    gone = record_of(told(ClientGone(now=2.0)))
    assert (gone.status, gone.error) == (0, "the client went away")
    broken = record_of(told(answered(), piece(b"half"), broke()))
    assert "reset" in broken.error


def test_headers_tell_agents_apart_and_hold_no_secret():
    request = head(
        f"/run/{RUN.id}/v1/chat/completions",
        "POST",
        ("X-Session-Id", "s1"),
        ("Authorization", "Bearer sk-secret"),
        ("Cookie", "sk-secret"),
    )
    record = record_of(told(answered(), ended(), request=request))
    assert ("x-session-id", "s1") in record.headers
    assert "sk-secret" not in str(record)


def test_only_model_requests_that_were_let_in_are_kept():
    kept = Kept()
    recorder = Recorder(kept)
    recorder.hear(told(answered(), ended(), request=head(f"/run/{RUN.id}/v1/models", "GET"), body=b""))
    recorder.hear(
        told(request=RequestHead(now=0.0, method="POST", target="/v1/chat/completions", headers=(HOST, JSON)))
    )
    assert kept.records == []
    recorder.hear(told(answered(), ended()))
    assert len(kept.records) == 1


def test_ids_differ_and_harness_and_run_are_said():
    run = Run(id="a" * 32, harness="pi")
    session, _ = begun(policy(access=Access(runs={run.id: run})), REQUEST, head(f"/run/{run.id}/v1/chat/completions"))
    session.handle(answered())
    session.handle(ended())
    first, second = record_of(session.account()), record_of(session.account())
    assert first.id != second.id
    assert (first.harness, first.run) == ("pi", run.name)
