"""The state machine of one request: hears events, asks for actions (events.py). No sockets, no clock, no disk.

held body -> [send -> head -> (judge an error -> wait -> send again) -> held head -> relay]* -> ending.
Nothing is tried again after a byte went to the client.
"""

from typing import Final, Literal

import msgspec

from skillrt.gateway.access import Granted, Refused, judge
from skillrt.gateway.account import Account, Attempt, Ending
from skillrt.gateway.ahead import Work, work_ahead
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.conversion import Conversion
from skillrt.gateway.events import (
    Action,
    Answer,
    Begin,
    Break,
    ClientGone,
    CloseUpstream,
    Event,
    Finish,
    Headers,
    Leave,
    ReadBody,
    ReadUpstream,
    Relay,
    RequestChunk,
    RequestEnd,
    RequestHead,
    TimerFired,
    UpstreamChunk,
    UpstreamEnd,
    UpstreamFailed,
    UpstreamHead,
    Wait,
)
from skillrt.gateway.headers import forwarded, value_of
from skillrt.gateway.outgoing import CannotSend, Outgoing, prepare
from skillrt.gateway.policy import Policy, Replay
from skillrt.gateway.refusals import own_refusal
from skillrt.gateway.retries import Fault, delay, error_in_stream, judge_fault
from skillrt.gateway.taking import taken
from skillrt.wire.codec import NotUnderstood
from skillrt.wire.dialects import dialect_of
from skillrt.wire.exchange import Dialect

State = Literal["head", "body", "sent", "judging", "collecting", "held", "relaying", "waiting", "ended"]
# methods of requests that may be sent twice without harm
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_HEAD: Final = RequestHead(now=0.0, method="", target="/", headers=())
_NONE_GRANTED: Final = Granted(run=None, path="/", query="", keyed=False)


class Session:
    """One request. `wall` is what to add to a moment of the events to have seconds since the epoch."""

    def __init__(self, policy: Policy, wall: float = 0.0) -> None:
        self._policy = policy
        self._wall = wall
        self._state: State = "head"
        self._head = _NO_HEAD
        self._granted = _NONE_GRANTED
        self._body: list[bytes] = []
        self._size = 0
        self._outgoing: Outgoing | None = None
        self._attempts: list[Attempt] = []
        self._sent_at = 0.0
        self._answer = UpstreamHead(now=0.0, status=0, reason="", headers=())
        self._headers: Headers = ()
        self._kept, self._kept_size = list[bytes](), 0
        self._judged: list[bytes] = []
        self._first_byte, self._ended_at = -1.0, 0.0
        self._ending: Ending = "whole"
        self._replayed, self._jit = False, ""
        self.dialect: Dialect | None = None

    def ahead(self) -> Work | None:
        """What takes long in handling the end of the body, to be done elsewhere before; None: nothing does."""
        return work_ahead(self._policy, self._granted, self.dialect, self._head, self._body)

    def handle(self, event: Event) -> list[Action]:
        """What to do now."""
        match event:
            case UpstreamChunk():
                return self._on_upstream_chunk(event)
            case RequestHead():
                return self._on_head(event)
            case RequestChunk():
                return self._on_chunk(event)
            case RequestEnd():
                return self._first_send(event.now, more=False)
            case UpstreamHead():
                return self._on_upstream_head(event)
            case UpstreamEnd():
                return self._on_upstream_end(event)
            case UpstreamFailed():
                return self._on_failed(event)
            case TimerFired():
                return self._on_timer(event)
            case ClientGone():
                return self._on_client_gone(event)

    # the client's request

    def _on_head(self, event: RequestHead) -> list[Action]:
        self._head = event
        judged = judge(event, self._policy.access)
        if isinstance(judged, Refused):
            path = event.target.partition("?")[0]
            self.dialect = dialect_of(event.method, path)
            return self._refuse(judged.status, judged.message, event.now)
        self._granted = judged
        self.dialect = dialect_of(event.method, judged.path)
        if value_of(event.headers, "upgrade").lower().startswith("websocket"):
            message = "this gateway speaks no WebSocket: use HTTP"
            return self._refuse(426, message, event.now, (("Upgrade", "HTTP/1.1"),))
        self._state = "body"
        return [ReadBody()]

    def _on_chunk(self, event: RequestChunk) -> list[Action]:
        self._body.append(event.data)
        self._size += len(event.data)
        if self._size > self._policy.limits.hold:
            return self._first_send(event.now, more=True)
        return [ReadBody()]

    def _first_send(self, now: float, *, more: bool) -> list[Action]:
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body = [body]
        if self._policy.replay:
            return self._replay(self._policy.replay, body, now)
        self._jit, head, body, served = taken(self._policy, self._granted, self.dialect, self._head, body, more=more)
        if served:
            return self._answered(served, "served-here", now)
        try:
            self._outgoing = prepare(head, self._granted, self.dialect, body, self._policy, more=more)
        except CannotSend as error:
            return self._refuse(error.status, str(error), now)
        return self._send(now)

    def _replay(self, replay: Replay, body: bytes, now: float) -> list[Action]:
        if self.dialect is None:
            return self._refuse(404, "this is a replay: only model requests are answered", now)
        try:
            plain = decoded(body, value_of(self._head.headers, "content-encoding"), self._policy.limits.hold)
        except CannotDecode as error:
            return self._refuse(400, str(error), now)
        answer = replay.answer(self.dialect, self._granted.target, plain)
        self._replayed = True
        return self._answered(answer, "whole", now)

    # attempts

    def _send(self, now: float) -> list[Action]:
        assert self._outgoing is not None
        self._state = "sent"
        self._sent_at = now
        return [self._outgoing.send]

    def _on_upstream_head(self, event: UpstreamHead) -> list[Action]:
        self._answer = event
        rules = self._policy.retries
        if rules and self._may_send_again() and event.status in rules.statuses:
            self._state = "judging"
            return [ReadUpstream(self._policy.limits.judge)]
        conversion = self._conversion
        if conversion and not conversion.streams(event):
            self._state = "collecting"
            return [ReadUpstream()]
        self._state = "held"
        self._headers = conversion.begin(event) if conversion else forwarded(event.headers)
        return [ReadUpstream(self._policy.limits.head)]

    def _on_upstream_chunk(self, event: UpstreamChunk) -> list[Action]:
        if self._state == "judging":
            return self._judge_more(event)
        if self._state == "collecting":
            self._judged.append(event.data)
            return [ReadUpstream()]
        if self._state == "held" and self._begins_with_error(event.data):
            self._state = "judging"
            return self._judge_more(event)
        if not self._conversion:
            return [*self._begin(event.now), *self._relay(event.data), ReadUpstream()]
        try:
            said = self._conversion.feed(event.data)
        except NotUnderstood as error:
            return self._not_understood(str(error), event.now)
        return [*self._begin(event.now), *self._relay(said), ReadUpstream()] if said else [ReadUpstream()]

    def _begins_with_error(self, data: bytes) -> bool:
        return (
            self._policy.retries is not None
            and self._may_send_again()
            and error_in_stream(self._answer.headers, data)
        )

    def _on_upstream_end(self, event: UpstreamEnd) -> list[Action]:
        if self._state == "judging":
            return self._verdict(event.now, Finish())
        if self._state == "collecting":
            self._attempted(event.now, self._answer.status)
            return self._converted(event.now)
        try:
            said = self._conversion.end() if self._conversion else b""
        except NotUnderstood as error:
            return self._not_understood(str(error), event.now)
        self._attempted(event.now, self._answer.status)
        actions = [*self._begin(event.now), *self._relay(said)]
        return [*actions, self._end("whole", event.now, Finish())]

    def _on_failed(self, event: UpstreamFailed) -> list[Action]:
        if self._state == "judging":
            return self._verdict(event.now, Break())
        status = self._answer.status if self._state in {"held", "relaying", "collecting"} else 0
        self._attempted(event.now, status, f"{event.kind}: {event.message}")
        if self._state == "relaying":
            return [self._end("broken", event.now, Break())]
        # nothing was answered: no connection was made, or it broke before the first byte
        again = event.kind in {"connect", "reset"} and (event.kind == "connect" or self._may_send_again())
        # a connection that was kept open for the next request often breaks just then: the next one is new
        asked = 0.0 if event.kind == "reset" and len(self._attempts) == 1 else None
        wait = self._delay(event.now, asked) if again and self._is_whole() else None
        if wait is not None:
            return self._wait(wait)
        return self._unreachable(event)

    def _on_timer(self, event: TimerFired) -> list[Action]:
        if self._state == "waiting":
            return self._send(event.now)
        if self._state == "judging":
            return self._give_up_judging(event.now)
        return [*self._begin(event.now), ReadUpstream()]

    def _on_client_gone(self, event: ClientGone) -> list[Action]:
        if self._state != "waiting":
            self._attempted(event.now, self._answer.status, "the client went away")
        return [CloseUpstream(), self._end("client-gone", event.now, Leave())]

    # judging an error before anything of it is relayed

    def _judge_more(self, event: UpstreamChunk) -> list[Action]:
        self._judged.append(event.data)
        if sum(len(item) for item in self._judged) > self._policy.limits.judged:
            return self._give_up_judging(event.now)
        return [ReadUpstream(self._policy.limits.judge)]

    def _verdict(self, now: float, ending: Finish | Break) -> list[Action]:
        """The text of the error is whole, or all that there will be."""
        rules = self._policy.retries
        assert rules is not None
        body = b"".join(self._judged)
        fault = Fault(
            status=self._answer.status if self._answer.status in rules.statuses else 0,
            headers=self._answer.headers,
            body=body,
            wall=self._wall + now,
        )
        verdict = judge_fault(fault, rules)
        self._attempted(now, self._answer.status, "the provider answered with an error")
        wait = self._delay(now, verdict.after) if verdict.passes else None
        if wait is not None:
            return self._wait(wait)
        if self._conversion:
            return self._converted(now)
        self._headers = forwarded(self._answer.headers)
        whole: Ending = "whole" if isinstance(ending, Finish) else "broken"
        return [*self._begin(now), *self._relay(body), self._end(whole, now, ending)]

    def _give_up_judging(self, now: float) -> list[Action]:
        if self._conversion:
            self._state = "collecting"
            return [ReadUpstream()]
        judged = b"".join(self._judged)
        self._judged = []
        self._headers = forwarded(self._answer.headers)
        return [*self._begin(now), *self._relay(judged), ReadUpstream()]

    def _wait(self, seconds: float) -> list[Action]:
        self._state, self._judged = "waiting", []
        self._policy.waits(self._attempts)
        return [CloseUpstream(), Wait(seconds)]

    def _delay(self, now: float, asked: float | None) -> float | None:
        policy = self._policy
        if policy.retries is None:
            return None
        run = self._granted.run
        return delay(
            len(self._attempts),
            asked,
            elapsed=now - self._head.now,
            client_timeout=policy.client_timeout or (run.client_timeout if run else 0.0),
            chance=policy.chance(),
            waiting=policy.retries.waiting,
        )

    def _may_send_again(self) -> bool:
        return self._is_whole() and (self.dialect is not None or self._head.method in _SAFE)

    def _is_whole(self) -> bool:
        return self._outgoing is not None and not self._outgoing.send.more

    # answering

    @property
    def _conversion(self) -> Conversion | None:
        return self._outgoing.conversion if self._outgoing else None

    def _begin(self, now: float) -> list[Action]:
        """The head of the answer, where it was not sent yet."""
        if self._state == "relaying":
            return []
        self._state = "relaying"
        self._first_byte = now
        return [Begin(self._answer.status, self._answer.reason, self._headers)]

    def _relay(self, data: bytes) -> list[Action]:
        if not data:
            return []
        self._kept_size += len(data)
        if self._kept_size <= self._policy.limits.keep:
            self._kept.append(data)
        return [Relay(data)]

    def _converted(self, now: float) -> list[Action]:
        """The whole answer in the client's dialect."""
        assert self._conversion is not None
        try:
            found = self._conversion.whole(self._answer, b"".join(self._judged))
        except NotUnderstood as error:
            return self._not_understood(str(error), now)
        self._answer = msgspec.structs.replace(self._answer, status=found.status, reason="")
        self._headers = found.headers
        return [*self._begin(now), *self._relay(found.body), self._end("whole", now, Finish())]

    def _not_understood(self, why: str, now: float) -> list[Action]:
        if self._state == "relaying":
            self._attempted(now, self._answer.status, f"malformed: {why}")
            return [CloseUpstream(), self._end("broken", now, Break())]
        message = f"the answer of the upstream cannot be translated: {why}"
        return self._refuse(502, message, now)

    def _unreachable(self, event: UpstreamFailed) -> list[Action]:
        assert self._outgoing is not None
        name = self._outgoing.route.upstream.name
        tries = len(self._attempts)
        times = f", {tries} times over" if tries > 1 else ""
        message = f"the upstream `{name}` gave no answer{times}: {event.message}"
        return self._refuse(504 if event.kind == "idle" else 502, message, event.now)

    def _refuse(self, status: int, message: str, now: float, extra: tuple[tuple[str, str], ...] = ()) -> list[Action]:
        answer = own_refusal(self.dialect, status, message, extra)
        return self._answered(answer, "answered-here", now)

    def _answered(self, answer: Answer, ending: Ending, now: float) -> list[Action]:
        self._answer = UpstreamHead(now=now, status=answer.status, reason="", headers=answer.headers)
        self._headers = answer.headers
        self._kept, self._kept_size = [answer.body], len(answer.body)
        return [CloseUpstream(), self._end(ending, now, answer)]

    def _end(self, ending: Ending, now: float, action: Finish | Break | Answer | Leave) -> Action:
        self._state, self._ending = "ended", ending
        self._ended_at = now
        return action

    def _attempted(self, now: float, status: int, problem: str = "") -> None:
        began = self._head.now
        self._attempts.append(Attempt(at=self._sent_at - began, ended=now - began, status=status, problem=problem))

    def account(self) -> Account:
        """What happened, once an ending was asked for."""
        outgoing, began = self._outgoing, self._head.now
        whole = self._is_whole() or outgoing is None
        own = self.dialect if self._replayed or self._ending == "served-here" else None
        return Account(
            run=self._granted.run,
            method=self._head.method,
            path=self._granted.path,
            query=self._granted.query,
            dialect=self.dialect,
            spoken=outgoing.route.dialect if outgoing else own,
            upstream=outgoing.route.upstream.name if outgoing else "",
            model=outgoing.model if outgoing else "",
            began=self._wall + began,
            first_byte=self._first_byte - began if self._first_byte >= 0 else -1.0,
            took=self._ended_at - began,
            ending=self._ending,
            status=self._answer.status,
            attempts=tuple(self._attempts),
            request_headers=self._head.headers,
            request_body=b"".join(self._body) if whole else None,
            sent_body=outgoing.send.body if outgoing and outgoing.changed else None,
            response_headers=self._headers,
            response_body=b"".join(self._kept) if self._kept_size <= self._policy.limits.keep else None,
            jit=self._jit,
        )
