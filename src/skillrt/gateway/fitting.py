"""Ask, before a request goes to a provider, whether skills in it are the variants that its model calls for."""

from typing import NamedTuple

import msgspec

from skillrt.gateway.access import Granted
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.events import RequestHead
from skillrt.gateway.headers import value_of, without
from skillrt.gateway.policy import Policy
from skillrt.store.traces.identity import harness_of_program
from skillrt.wire.exchange import Dialect


class Fit(NamedTuple):
    """The head and body that go on, and whether they are others than came."""

    head: RequestHead
    body: bytes
    changed: bool = False


def asking_harness(granted: Granted, head: RequestHead) -> str:
    """The harness that a request is of: its run's, else the one that its client says it is; empty: not known."""
    return granted.run.harness if granted.run else harness_of_program(value_of(head.headers, "user-agent"))


def fitted(policy: Policy, granted: Granted, dialect: Dialect, head: RequestHead, body: bytes, model: str) -> Fit:
    """The request with the texts of skills that `model`, the one that the provider is asked for, calls for."""
    if policy.loads is None:
        return Fit(head, body)
    try:
        plain = decoded(body, value_of(head.headers, "content-encoding"), policy.limits.hold)
    except CannotDecode:
        return Fit(head, body)
    other = policy.loads.fit(dialect, granted.target, plain, model, asking_harness(granted, head))
    if other is None:
        return Fit(head, body)
    bare = msgspec.structs.replace(head, headers=without(head.headers, "content-encoding", "content-length"))
    return Fit(bare, other, changed=True)
