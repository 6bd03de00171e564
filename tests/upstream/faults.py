"""Faults that a script can hold in place of an answer, or around one."""

from typing import Literal

import msgspec

from skillrt.wire.exchange import Response

Kind = Literal["status", "reset", "stall", "slow", "half-close", "malformed"]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What goes wrong with one request.

    `status`: an error with that status. The others answer with `response` and go wrong after `after` bytes of it:
    `reset` (the connection is reset; below 0: before any head), `stall` (nothing more comes), `half-close` (the
    upstream ends its side without the end of the body), `slow` (pieces of that many bytes, `seconds` apart),
    `malformed` (what comes from there on is garbage, correctly ended).
    """

    kind: Kind
    response: Response | None = None
    after: int = 0
    seconds: float = 0.01
    status: int = 500
    type: str = "server_error"
    code: str = ""
    message: str = "planted"
    retry_after: str = ""


def status(code: int, *, retry_after: str = "", type: str = "", error_code: str = "") -> Fault:
    """An error with a status, such as `status(429, retry_after="1")`."""
    usual = {429: "rate_limit_error", 529: "overloaded_error", 401: "authentication_error"}
    return Fault(
        kind="status",
        status=code,
        retry_after=retry_after,
        type=type or usual.get(code, "server_error"),
        code=error_code,
    )


def burst(code: int, times: int) -> list[Fault]:
    """The same status a number of times."""
    return [status(code)] * times


def reset(response: Response, after: int) -> Fault:
    """The connection is reset after that many bytes of the body; below 0 before any head."""
    return Fault(kind="reset", response=response, after=after)


def stall(response: Response, after: int) -> Fault:
    """Nothing comes any more after that many bytes of the body, until the client goes or the upstream stops."""
    return Fault(kind="stall", response=response, after=after)


def slow(response: Response, piece: int, seconds: float) -> Fault:
    """Pieces of so many bytes with so many seconds between them."""
    return Fault(kind="slow", response=response, after=piece, seconds=seconds)


def half_close(response: Response, after: int) -> Fault:
    """The upstream closes its side after that many bytes, in mid-body."""
    return Fault(kind="half-close", response=response, after=after)


def malformed(response: Response, after: int = 20) -> Fault:
    """A body, or an event stream where one is asked for, that is none from that many bytes on."""
    return Fault(kind="malformed", response=response, after=after)


GARBAGE = b'\x00{"oh": \xff\r\rdata {{\n\n'
