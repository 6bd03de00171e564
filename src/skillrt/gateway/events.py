"""What a session hears (events) and what it asks for (actions). A session handles one HTTP request.

Each list of actions ends with exactly one that waits for the world (`Demand`) or that ends the session (`Ending`), so
the one who carries them out does them in order and brings back one event. Times are seconds of a monotonic clock.
"""

from typing import Literal

import msgspec

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order and the spelling in which they came."""

FailureKind = Literal["connect", "reset", "idle", "malformed"]
"""No connection was made; it broke before the end; it was silent for too long; what came was no HTTP."""


class EventBase(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that happened; `now` is when."""

    now: float


class RequestHead(EventBase, frozen=True, kw_only=True):
    """A client's request has begun. `target` is the path with its query, as it was sent."""

    method: str
    target: str
    headers: Headers


class RequestChunk(EventBase, frozen=True, gc=False, kw_only=True):
    """More of the request's body."""

    data: bytes


class RequestEnd(EventBase, frozen=True, gc=False, kw_only=True):
    """The request's body is whole."""


class UpstreamHead(EventBase, frozen=True, kw_only=True):
    """The provider has begun to answer."""

    status: int
    reason: str
    headers: Headers


class UpstreamChunk(EventBase, frozen=True, gc=False, kw_only=True):
    """More of the provider's answer."""

    data: bytes


class UpstreamEnd(EventBase, frozen=True, gc=False, kw_only=True):
    """The provider's answer is whole."""


class UpstreamFailed(EventBase, frozen=True, kw_only=True):
    """The provider cannot be reached, or broke off."""

    kind: FailureKind
    message: str


class TimerFired(EventBase, frozen=True, gc=False, kw_only=True):
    """The wait that was asked for is over."""


class ClientGone(EventBase, frozen=True, gc=False, kw_only=True):
    """The client has gone away; nothing can be sent to it any more."""


Event = (
    RequestHead
    | RequestChunk
    | RequestEnd
    | UpstreamHead
    | UpstreamChunk
    | UpstreamEnd
    | UpstreamFailed
    | TimerFired
    | ClientGone
)


class ReadBody(msgspec.Struct, frozen=True, gc=False):
    """Demand: the next piece of the request's body."""


class Send(msgspec.Struct, frozen=True):
    """Demand: send a request to the provider. With `more`, the rest of the client's body follows `body`."""

    method: str
    url: str
    headers: Headers
    body: bytes
    more: bool = False
    # a connection that was used before may break just then, which only requests that may be sent twice can live with
    fresh: bool = False


class ReadUpstream(msgspec.Struct, frozen=True, gc=False):
    """Demand: the next piece of the provider's answer; after `within` seconds without one, `TimerFired`."""

    within: float | None = None


class Wait(msgspec.Struct, frozen=True, gc=False):
    """Demand: nothing, for a time."""

    seconds: float


class CloseUpstream(msgspec.Struct, frozen=True, gc=False):
    """Let go of the provider's connection, whatever it still has to say."""


class Begin(msgspec.Struct, frozen=True):
    """Begin to answer the client."""

    status: int
    reason: str
    headers: Headers


class Relay(msgspec.Struct, frozen=True, gc=False):
    """Send this piece of the body to the client, and wait until the client takes it."""

    data: bytes


class Finish(msgspec.Struct, frozen=True, gc=False):
    """Ending: the answer is whole."""


class Break(msgspec.Struct, frozen=True, gc=False):
    """Ending: break the client's connection, as the provider broke ours."""


class Answer(msgspec.Struct, frozen=True):
    """Ending: a whole answer of our own."""

    status: int
    headers: Headers
    body: bytes


class Leave(msgspec.Struct, frozen=True, gc=False):
    """Ending: nobody is there to be answered."""


Action = ReadBody | Send | ReadUpstream | Wait | CloseUpstream | Begin | Relay | Finish | Break | Answer | Leave
