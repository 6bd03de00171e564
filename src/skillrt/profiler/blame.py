"""Whose fault it is that a run did not end well: the target's, which counts, or somebody else's, which does not."""

from typing import Final, Literal

import msgspec

from skillrt.runs.run import Watched
from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.exchange import Text, ToolCall

_HOPELESS: Final = frozenset({401, 402, 403, 404})
# how providers say that a request is longer than the model can read: that is the target's own limit
_TOO_LONG: Final = (
    "context_length_exceeded",
    "maximum context length",
    "context window",
    "prompt is too long",
    "exceeds the maximum number of tokens",
    "input is too long",
)


class Blame(msgspec.Struct, frozen=True):
    """`target`: judge what it made. `failed`: the target failed, whatever it made. `void`: it says nothing of it.

    `hopeless`: no other trial would fare better.
    """

    whose: Literal["target", "failed", "void"]
    why: str = ""
    hopeless: bool = False


def blame_of(seen: Watched, limit: float | None) -> Blame:
    """By how the run ended. `limit` is the time that the task states, in seconds, where it states one."""
    last = seen.records[-1] if seen.records else None
    if last is not None and is_too_long(last):
        return Blame("failed", "the provider says that the material is longer than the model can read")
    if seen.result.status == "time-out":
        if limit is not None:
            return Blame("failed", f"it had not ended after the {limit:g} seconds that the task allows")
        return Blame("void", "it did not end in time, and the task states no time")
    if last is None:
        return Blame("void", f"the harness asked no model: {seen.result.failure or 'it just ended'}")
    if seen.broken or last.status >= 400:
        said = last.response.error.message if last.response and last.response.error else last.error
        words = " ".join(f"{last.status or ''} {said or seen.result.failure}".split())[:300]
        return Blame("void", f"the provider failed: {words}", hopeless=last.status in _HOPELESS)
    if seen.result.status == "ok" or _is_silent(last):
        return Blame("target")
    return Blame("void", f"the harness failed: {seen.result.failure[:300]}")


def is_too_long(record: ExchangeRecord) -> bool:
    """Whether the provider refused the request for its length."""
    if record.status not in {400, 413, 422} or record.response is None or record.response.error is None:
        return False
    error = record.response.error
    said = f"{error.code} {error.type} {error.message}".lower()
    return any(words in said for words in _TOO_LONG)


def _is_silent(record: ExchangeRecord) -> bool:
    """The model ended its turn with neither words nor calls, which harnesses take for a failure."""
    parts = record.response.parts if record.response else ()
    return record.status == 200 and not any(
        isinstance(part, ToolCall) or (isinstance(part, Text) and part.text.strip()) for part in parts
    )
