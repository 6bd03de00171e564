from typing import Any

import pytest

from skillrt.gateway.events import (
    Answer,
    Begin,
    Break,
    ClientGone,
    Event,
    Finish,
    Relay,
    RequestChunk,
    Send,
    TimerFired,
    UpstreamChunk,
    UpstreamHead,
    Wait,
)
from skillrt.gateway.policy import Limits
from skillrt.gateway.routes import Upstream
from skillrt.gateway.session import Session
from tests.gateway.sessions import (
    CHAT,
    JSON,
    PREFIX,
    SSE,
    answered,
    begun,
    broke,
    ended,
    error,
    head,
    kinds,
    piece,
    policy,
)


def test_a_request_is_relayed_as_it_is():
    session, actions = begun(policy(), b'{"model":"m", "odd" :1}')
    (send,) = actions
    assert isinstance(send, Send)
    assert (send.method, send.url) == ("POST", "https://there.example/v1/chat/completions")
    assert send.body == b'{"model":"m", "odd" :1}'
    assert kinds(session.handle(answered(200, ("X-Some", "thing"), ("Connection", "keep-alive")))) == ["ReadUpstream"]
    actions = session.handle(piece(b"one"))
    assert actions[:2] == [Begin(200, "", (JSON, ("X-Some", "thing"))), Relay(b"one")]
    assert session.handle(piece(b"two"))[0] == Relay(b"two")
    assert session.handle(ended(now=3.0)) == [Finish()]
    account = session.account()
    assert (account.status, account.ending, account.took, account.first_byte) == (200, "whole", 3.0, 1.0)
    assert account.response_body == b"onetwo"
    assert [item.status for item in account.attempts] == [200]


def test_an_answer_without_a_body():
    session, _ = begun(policy())
    session.handle(answered(204))
    assert kinds(session.handle(ended())) == ["Begin", "Finish"]


def test_a_head_that_nothing_follows_is_relayed_after_a_while():
    session, _ = begun(policy())
    (read,) = session.handle(answered())
    assert read.within == Limits().head  # pyright: ignore[reportAttributeAccessIssue]
    assert kinds(session.handle(TimerFired(now=2.0))) == ["Begin", "ReadUpstream"]


def test_websockets_are_refused_so_that_clients_fall_back():
    request = head(f"{PREFIX}/v1/responses", "GET", ("Upgrade", "websocket"), ("Connection", "Upgrade"))
    answer = Session(policy()).handle(request)[-1]
    assert isinstance(answer, Answer)
    assert answer.status == 426


def test_what_is_larger_than_is_held_goes_on_as_it_comes_and_only_once():
    session = Session(policy(limits=Limits(hold=10)))
    session.handle(head())
    assert kinds(session.handle(RequestChunk(now=0.0, data=b"12345"))) == ["ReadBody"]
    (send,) = session.handle(RequestChunk(now=0.0, data=b"678901"))
    assert isinstance(send, Send)
    assert (send.more, send.body) == (True, b"12345678901")
    assert isinstance(session.handle(broke())[-1], Answer)
    assert session.account().request_body is None


STREAM_ERROR = b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n'

PASSING: dict[str, list[Event]] = {
    "a status": [answered(503), piece(error(message="busy")), ended()],
    "no text": [answered(529), ended()],
    "too many": [answered(429), piece(error(message="slow down", type="rate_limit_error")), ended()],
    "the text breaks off": [answered(500), piece(b'{"err'), broke()],
    "no connection": [broke("connect")],
    "a reset before the head": [broke("reset")],
    "a reset after the head": [answered(200), broke("reset")],
    "an error first in a stream": [
        UpstreamHead(now=1.0, status=200, reason="", headers=(SSE,)),
        piece(STREAM_ERROR),
        ended(),
    ],
}


@pytest.mark.parametrize("events", PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_out_and_nobody_notices(events: list[Event]):
    session, first = begun(policy())
    actions = [session.handle(event) for event in events][-1]
    assert kinds(actions) == ["CloseUpstream", "Wait"]
    assert session.handle(TimerFired(now=2.0)) == first
    session.handle(answered(200, now=2.0))
    assert kinds(session.handle(piece(b"{}", now=2.5))) == ["Begin", "Relay", "ReadUpstream"]
    session.handle(ended(now=3.0))
    account = session.account()
    assert len(account.attempts) == 2
    assert account.attempts[0].problem
    assert account.attempts[1].problem == ""
    assert (account.attempts[1].at, account.status, account.ending) == (2.0, 200, "whole")


LASTING: dict[str, list[Event]] = {
    "a wrong request": [answered(400), piece(error(message="no such tool")), ended()],
    "a used-up allowance": [answered(429), piece(error(message="pay", code="insufficient_quota")), ended()],
    "billing": [answered(429), piece(error(message="check your billing details")), ended()],
    "the provider says so": [answered(503, ("x-should-retry", "false")), ended()],
    "it asks for more time than there is": [answered(503, ("retry-after", "900")), ended()],
}


@pytest.mark.parametrize("events", LASTING.values(), ids=LASTING)
def test_what_lasts_is_relayed_as_it_came(events: list[Event]):
    session, _ = begun(policy())
    actions = [action for event in events for action in session.handle(event)]
    assert kinds(actions)[-1] == "Finish"
    (begin,) = [action for action in actions if isinstance(action, Begin)]
    assert begin.status == events[0].status  # pyright: ignore[reportAttributeAccessIssue]
    said = b"".join(action.data for action in actions if isinstance(action, Relay))
    assert said == b"".join(event.data for event in events if isinstance(event, UpstreamChunk))


def test_nothing_is_tried_again_after_a_byte_was_relayed():
    session, _ = begun(policy())
    session.handle(answered())
    session.handle(piece(b"half"))
    assert session.handle(broke()) == [Break()]
    assert session.account().ending == "broken"


def test_tries_end_and_the_last_error_is_relayed():
    session, _ = begun(policy())
    now = 0.0
    tries = 0
    while tries < 20:
        tries += 1
        session.handle(answered(503, now=now))
        session.handle(piece(b"{}", now=now))
        actions = session.handle(ended(now=now))
        if kinds(actions)[-1] == "Finish":
            break
        wait = actions[-1]
        assert isinstance(wait, Wait)
        now += wait.seconds
        session.handle(TimerFired(now=now))
    assert 2 < tries < 8
    assert now < 30


def test_waits_grow_and_heed_what_the_provider_asks():
    def wait(session: Session, *events: Event) -> float:
        found = [session.handle(event) for event in events][-1][-1]
        assert isinstance(found, Wait)
        session.handle(TimerFired(now=1.0))
        return found.seconds

    session, _ = begun(policy())
    assert wait(session, answered(503), ended()) == 0.5
    assert wait(session, answered(503), ended()) == 1.0
    assert wait(session, answered(429, ("Retry-After", "3")), ended()) == 3.0


@pytest.mark.parametrize(("method", "again"), [("GET", True), ("POST", False)])
def test_requests_that_are_none_for_a_model_are_sent_again_only_where_that_is_safe(method: str, *, again: bool):
    session, _ = begun(policy(), b"", head(f"{PREFIX}/v1/files", method))
    assert (kinds(session.handle(broke("reset")))[-1] == "Wait") is again
    session, _ = begun(policy(), b"", head(f"{PREFIX}/v1/files", method))
    assert kinds(session.handle(broke("connect")))[-1] == "Wait"


def test_without_rules_nothing_is_tried_again():
    session, _ = begun(policy(retries=None))
    session.handle(answered(503))
    assert kinds(session.handle(piece(b"{}"))) == ["Begin", "Relay", "ReadUpstream"]
    session, _ = begun(policy(retries=None))
    answer = session.handle(broke("connect"))[-1]
    assert isinstance(answer, Answer)
    assert answer.status == 502
    assert b"it broke" in answer.body


def test_silence_is_no_reason_to_ask_again():
    session, _ = begun(policy())
    answer = session.handle(broke("idle"))[-1]
    assert isinstance(answer, Answer)
    assert answer.status == 504


def test_an_error_text_that_is_too_slow_or_too_long_is_relayed():
    session, _ = begun(policy())
    session.handle(answered(500))
    session.handle(piece(b"{"))
    assert kinds(session.handle(TimerFired(now=9.0))) == ["Begin", "Relay", "ReadUpstream"]
    session, _ = begun(policy(limits=Limits(judged=3)))
    session.handle(answered(500))
    assert kinds(session.handle(piece(b"much longer"))) == ["Begin", "Relay", "ReadUpstream"]


@pytest.mark.parametrize("events", [[], [answered()], [answered(503)], [answered(503), ended()]])
def test_a_client_that_goes_takes_the_upstream_along(events: list[Any]):
    session, _ = begun(policy())
    for event in events:
        session.handle(event)
    assert kinds(session.handle(ClientGone(now=4.0))) == ["CloseUpstream", "Leave"]
    assert session.account().ending == "client-gone"


def test_answers_too_large_for_the_record_are_relayed_all_the_same():
    session, _ = begun(policy(limits=Limits(keep=4)))
    session.handle(answered())
    session.handle(piece(b"123"))
    assert session.handle(piece(b"456"))[0] == Relay(b"456")
    session.handle(ended())
    assert session.account().response_body is None


def test_another_model_is_asked_for_where_the_upstream_says_so():
    _, (send,) = begun(policy(Upstream(name="u", base_url="http://u/v1", dialects=CHAT.dialects, model="real")))
    assert isinstance(send, Send)
    assert send.body == b'{"model":"real"}'
