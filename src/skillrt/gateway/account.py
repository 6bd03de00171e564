"""What a session tells of itself when it has ended: what recording, metrics and replay need, raw, nothing parsed."""

from typing import Literal

import msgspec

from skillrt.gateway.access import Run
from skillrt.gateway.events import Headers
from skillrt.wire.exchange import Dialect

Ending = Literal["whole", "broken", "client-gone", "answered-here", "served-here"]
"""Relayed to its end; the provider broke off; the client went away; the gateway itself had to answer (an error, or
from a recording); a template served it."""


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to get an answer: when it began and ended (seconds after the request began), the HTTP status (0: none
    came), what went wrong."""

    at: float
    ended: float
    status: int = 0
    problem: str = ""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One request with its answer, as they were on the wire.

    `dialect` is what the client spoke (None: no model request), `spoken` what the provider was spoken to in. Bodies
    are None where they were too large to be kept. Times are seconds since the request began, -1 where it never came
    to that; `began` is the time of day.
    """

    run: Run | None
    method: str
    path: str
    query: str
    dialect: Dialect | None
    spoken: Dialect | None
    upstream: str
    model: str
    began: float
    first_byte: float
    took: float
    ending: Ending
    status: int
    attempts: tuple[Attempt, ...]
    request_headers: Headers
    request_body: bytes | None
    # what went to the provider where that is not what came
    sent_body: bytes | None
    response_headers: Headers
    response_body: bytes | None
    # what templates did about it, empty for nothing
    jit: str = ""
