"""How a run is carried out."""

import re
from dataclasses import dataclass
from typing import Final

from skillrt.errors import Diagnostic, UsageError

_RETRY: Final = re.compile(r"retry(?::(\d{1,3}))?")
_RETRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Failure:
    """What happens when a step fails: `stop` begins no other, `continue` does all that does not wait for it.

    `retries` is how often it is tried again first.
    """

    stop: bool = True
    retries: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """`jobs` steps at once at most. In seconds: `timeout` of a step, `grace` between TERM and KILL, `pause` before a
    step is tried again, doubled each time."""

    jobs: int
    timeout: float | None = None
    failure: Failure = Failure()
    grace: float = 5.0
    pause: float = 0.5


def failure_of(text: str) -> Failure:
    """Read `stop`, `continue`, `retry` or `retry:N`. Raises UsageError."""
    if text in ("stop", "continue"):
        return Failure(stop=text == "stop")
    found = _RETRY.fullmatch(text)
    if not found:
        message = f"`--on-failure` takes `stop`, `continue`, `retry` or `retry:N`, not `{text}`"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return Failure(retries=int(found.group(1) or _RETRIES))
