"""Ask templates about a request before it goes to a provider."""

from typing import NamedTuple

import msgspec

from skillrt.gateway.access import Granted
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.events import Answer, RequestHead
from skillrt.gateway.headers import value_of, without
from skillrt.gateway.policy import Policy
from skillrt.wire.exchange import Dialect


class Went(NamedTuple):
    """What the traces say of it, the head and body that go on, and the answer where a template served it."""

    jit: str
    head: RequestHead
    body: bytes
    answer: Answer | None = None


def taken(
    policy: Policy, granted: Granted, dialect: Dialect | None, head: RequestHead, body: bytes, *, more: bool
) -> Went:
    """What becomes of a request. With `more` only the beginning of the body is here, and it goes on as it is."""
    if policy.acts is None or dialect is None or more:
        return Went("", head, body)
    try:
        plain = decoded(body, value_of(head.headers, "content-encoding"), policy.limits.hold)
    except CannotDecode:
        return Went("", head, body)
    found = policy.acts.take(dialect, granted.target, plain, head, granted.run)
    if found.body is None:
        return Went(found.jit, head, body, found.answer)
    bare = msgspec.structs.replace(head, headers=without(head.headers, "content-encoding", "content-length"))
    return Went(found.jit, bare, found.body, found.answer)
