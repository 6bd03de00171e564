"""What a request needs that takes long, to be done beside the event loop before the request is handled."""

from collections.abc import Callable, Sequence

from skillrt.gateway.access import Granted
from skillrt.gateway.bodies import CannotDecode, decoded
from skillrt.gateway.events import RequestHead
from skillrt.gateway.fitting import asking_harness, fitted
from skillrt.gateway.headers import value_of
from skillrt.gateway.outgoing import model_aimed_at
from skillrt.gateway.policy import Policy
from skillrt.wire.exchange import Dialect

Work = Callable[[], object]


def work_ahead(
    policy: Policy, granted: Granted, dialect: Dialect | None, head: RequestHead, body: Sequence[bytes]
) -> Work | None:
    """Compiles the variants that the request's model calls for and that are not compiled yet, and lets templates look
    at it where that takes long; None: there is nothing to do.

    It changes nothing of the request: handled afterwards, it finds them done. A session must not go on meanwhile.
    """
    if dialect is None or policy.replay is not None:
        return None
    look = policy.acts.ahead(granted, dialect, head, body, policy.limits.hold) if policy.acts else None
    fit = _fit_ahead(policy, granted, dialect, head, body) if policy.loads else None
    if look is None or fit is None:
        return look or fit

    def both() -> None:
        fit()
        look()

    return both


def _fit_ahead(
    policy: Policy, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes]
) -> Work | None:
    whole = b"".join(body)
    try:
        plain = decoded(whole, value_of(head.headers, "content-encoding"), policy.limits.hold)
    except CannotDecode:
        return None
    model = model_aimed_at(head, granted, dialect, whole, policy)
    loads = policy.loads
    if loads is None or not loads.is_new(plain, model, asking_harness(granted, head)):
        return None

    def fit() -> None:
        loads.refresh()
        fitted(policy, granted, dialect, head, whole, model)

    return fit
