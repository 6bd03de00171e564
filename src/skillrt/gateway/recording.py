"""From what was on the wire to what the trace store keeps: bodies decoded, requests and answers in normal form.

Nothing here may make a request fail or change a byte of it: what is not understood is kept as it came, and marked.
"""

import secrets
from itertools import count
from typing import Final, Protocol

from skillrt.gateway.account import Account
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.headers import KEY_HEADERS, value_of
from skillrt.gateway.remembered import RequestMemory
from skillrt.store.traces.records import Attempt, ExchangeRecord
from skillrt.wire.codec import Codec, NotUnderstood
from skillrt.wire.dialects import CODECS
from skillrt.wire.exchange import Request, Response

MOST_DECODED: Final = 64 * 1024 * 1024
_DIGITS: Final = (1 << 40) - 1
# two processes of the same moment begin elsewhere
_NUMBERS: Final = count(secrets.randbits(40))
# header fields that say nothing of sessions and agents, or that are secrets
_DULL: Final = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "transfer-encoding",
        "x-skillrt-token",
        *KEY_HEADERS,
    }
)
# what a codec may raise that is wrong: a mistake of ours is no reason for a request to fail
MISTAKES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotUnderstood,
    RecursionError,
    TypeError,
    ValueError,
)


class Sink(Protocol):
    """What takes records: the trace store. `put` neither blocks nor fails."""

    def put(self, record: ExchangeRecord) -> None:
        """Take a record."""
        ...


class Recorder:
    """Hears accounts and puts those of model requests into the store."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._memory = RequestMemory()

    def hear(self, account: Account) -> None:
        """Keep the account of a request that has ended."""
        if account.dialect is not None and account.spoken is not None:
            self._sink.put(record_of(account, self._memory))


def record_of(account: Account, memory: RequestMemory | None = None) -> ExchangeRecord:
    """What the store keeps of a request with its answer; `memory` spares decoding what was decoded before."""
    codec = CODECS.get(account.dialect) if account.dialect else None
    body = _decoded(account.request_body, value_of(account.request_headers, "content-encoding"))
    answer = _decoded(account.response_body, value_of(account.response_headers, "content-encoding"))
    request = understood_request(codec, body, account, memory) if codec and body is not None else None
    response = understood_response(codec, answer, account) if codec and answer else None
    is_understood = request is not None and (response is not None or not answer)
    began = account.began
    return ExchangeRecord(
        id=f"{int(began * 1000):012x}{next(_NUMBERS) & _DIGITS:010x}",
        started=int(began * 1_000_000) * 1000,
        run=account.run.name if account.run else "",
        harness=account.run.harness if account.run else "",
        dialect=account.dialect or "",
        model=request.model if request else account.model,
        upstream=account.upstream,
        path=f"{account.path}?{account.query}" if account.query else account.path,
        first_byte_ms=_millis(account.first_byte),
        total_ms=_millis(account.took),
        status=0 if account.ending == "client-gone" and account.first_byte < 0 else account.status,
        attempts=_attempts(account),
        understood=is_understood,
        stream=is_stream(account),
        request=request,
        response=response,
        request_body=b"" if request else body or b"",
        response_body=b"" if response else answer or b"",
        headers=tuple((key.lower(), value) for key, value in account.request_headers if key.lower() not in _DULL),
        error="" if _was_whole(account, response) else _problem(account),
        jit=account.jit,
    )


def answered(account: Account) -> Response | None:
    """The answer that the client was given in normal form, None where it is not understood."""
    codec = CODECS.get(account.dialect) if account.dialect else None
    body = _decoded(account.response_body, value_of(account.response_headers, "content-encoding"))
    return understood_response(codec, body, account) if codec and body else None


def is_stream(account: Account) -> bool:
    """Whether the answer is a stream of events."""
    return "event-stream" in value_of(account.response_headers, "content-type")


def understood_request(
    codec: Codec, body: bytes, account: Account, memory: RequestMemory | None = None
) -> Request | None:
    """The request in normal form, None where it is not understood."""
    path = f"{account.path}?{account.query}" if account.query else account.path
    try:
        return memory.decode(codec, body, path) if memory else codec.decode_request(body, path)
    except MISTAKES:
        return None


def understood_response(codec: Codec, body: bytes, account: Account) -> Response | None:
    """The answer in normal form, None where it is not understood."""
    try:
        return read_response(codec, body, account.status, streamed=is_stream(account))
    except MISTAKES:
        return None


def read_response(codec: Codec, body: bytes, status: int, *, streamed: bool) -> Response:
    """The answer in normal form, of a whole body or of a whole stream. Raises one of MISTAKES."""
    if not streamed:
        return codec.decode_response(body, status)
    reader = codec.reader()
    reader.feed(body)
    reader.end()
    return reader.response()


def _decoded(body: bytes | None, coding: str) -> bytes | None:
    if not body or not coding:
        return body
    try:
        return decoded(body, coding, MOST_DECODED)
    except CannotDecode:
        return None


def _attempts(account: Account) -> tuple[Attempt, ...]:
    found: list[Attempt] = []
    before = 0.0
    for item in account.attempts:
        waited = max(item.at - before, 0.0) if found else 0.0
        found.append(
            Attempt(after_ms=_millis(item.at), status=item.status, error=item.problem, waited_ms=_millis(waited))
        )
        before = item.ended
    return tuple(found)


def _was_whole(account: Account, response: Response | None) -> bool:
    """A client that goes away once it has the last event of its answer (Codex does) missed nothing."""
    stop = response.stop if response else "unknown"
    return account.ending == "client-gone" and stop not in ("unknown", "error")


def _problem(account: Account) -> str:
    words = {"client-gone": "the client went away", "broken": "the provider broke off", "answered-here": "no answer"}
    last = account.attempts[-1].problem if account.attempts else ""
    return words.get(account.ending, "") if account.ending == "client-gone" else last or words.get(account.ending, "")


def _millis(seconds: float) -> float:
    return round(seconds * 1000, 3) if seconds >= 0 else -1.0
