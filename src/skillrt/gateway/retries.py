"""Which failures are tried again, and when. Pure: the time and the chance of jitter come from outside.

Harnesses change their prompts when they try again, so errors that pass are waited out here: within the time that the
client waits, never after a byte was relayed, never where an allowance is used up.
"""

import email.utils
import re
import tomllib
from datetime import UTC
from functools import cache
from importlib import resources
from typing import Any, Final, cast

import msgspec

from skillrt.gateway.events import Headers
from skillrt.gateway.headers import value_of

_DELAY: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s")
_STREAM_ERROR: Final = re.compile(
    rb'(?::[^\n]*\n|\s)*(?:event: ?error\r?\n|data: ?\{\s*(?:"type"\s*:\s*"error"|"error"\s*:))'
)
_DEEPEST: Final = 8
_MOST_VALUES: Final = 400


class Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long to wait and how often: see retries.toml."""

    first: float
    most: float
    jitter: float
    attempts: int
    share: float
    client_timeout: float


class RetryRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of retries.toml."""

    statuses: frozenset[int]
    types: frozenset[str]
    never: frozenset[str]
    never_words: tuple[str, ...]
    passing_words: tuple[str, ...]
    verdict_header: str
    waiting: Waiting


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A failed attempt as the rules see it. `status` 0: no answer came. `wall` is the time of day, seconds since the
    epoch, for `Retry-After` with a date."""

    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    wall: float = 0.0


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the failure passes, and the seconds that the provider asks to wait (None: it does not say)."""

    passes: bool
    after: float | None = None


@cache
def retry_rules() -> RetryRules:
    """The rules that are shipped."""
    text = (resources.files("skillrt.gateway") / "retries.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), RetryRules)


def judge_fault(fault: Fault, rules: RetryRules) -> Verdict:
    """Whether to try again, by status, headers and body."""
    words = _words_of(fault.body)
    after = _after(fault, words)
    verdict = value_of(fault.headers, rules.verdict_header).lower()
    text = " ".join(words).lower()
    spent = any(word.lower() in rules.never for word in words) or any(item in text for item in rules.never_words)
    if verdict == "false" or (spent and not any(item in text for item in rules.passing_words)):
        return Verdict(passes=False)
    if fault.status:
        return Verdict(passes=fault.status in rules.statuses, after=after)
    return Verdict(passes=not words or any(word.lower() in rules.types for word in words), after=after)


def delay(
    attempt: int, asked: float | None, *, elapsed: float, client_timeout: float, chance: float, waiting: Waiting
) -> float | None:
    """Seconds to wait before the next attempt, None where there shall be none.

    `attempt` counts those that were made, `elapsed` is since the client's request began, `chance` is between 0 and 1.
    A provider that asks for longer than there is time is not asked again: the client hears what it said.
    """
    if attempt >= waiting.attempts:
        return None
    growing = min(waiting.first * 2.0 ** (attempt - 1), waiting.most)
    wanted = max(asked if asked is not None else growing, 0.0)
    wanted += waiting.jitter * chance * min(wanted, growing)
    budget = (client_timeout or waiting.client_timeout) * waiting.share
    return wanted if elapsed + wanted <= budget else None


def _after(fault: Fault, words: list[str]) -> float | None:
    millis = _number(value_of(fault.headers, "retry-after-ms"))
    if millis is not None:
        return millis / 1000.0
    said = value_of(fault.headers, "retry-after")
    seconds = _number(said)
    if seconds is not None:
        return seconds
    if said:
        try:
            moment = email.utils.parsedate_to_datetime(said)
        except ValueError:
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(moment.timestamp() - fault.wall, 0.0)
    found = next((match for word in words if (match := _DELAY.fullmatch(word))), None)
    return float(found.group(1)) if found else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < 10**9 else None


def _words_of(body: bytes) -> list[str]:
    """All texts of a JSON body, to some depth: providers put types, codes and details at different places."""
    if not body.strip():
        return []
    if _STREAM_ERROR.match(body):
        body = b"".join(line[5:] for line in body.splitlines() if line.startswith(b"data:"))
    try:
        tree: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [body[:2000].decode("utf-8", "replace")]
    found: list[str] = []
    level: list[object] = [tree]
    for _ in range(_DEEPEST):
        below: list[object] = []
        for item in level:
            if isinstance(item, str):
                found.append(item)
            elif isinstance(item, dict):
                below += cast("dict[str, Any]", item).values()
            elif isinstance(item, list):
                below += cast("list[Any]", item)
        level = below[:_MOST_VALUES]
    return found


def error_in_stream(headers: Headers, data: bytes) -> bool:
    """Whether a stream begins with an error: a provider that is overloaded may say so after the status 200."""
    if "event-stream" not in value_of(headers, "content-type") or value_of(headers, "content-encoding"):
        return False
    return bool(_STREAM_ERROR.match(data))
