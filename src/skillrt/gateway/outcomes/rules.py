"""The words by which failures, checks, corrections and approvals are known, read from data."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.store.traces import FailureClass

_FLAGS: Final = re.IGNORECASE | re.MULTILINE


class Cause(msgspec.Struct, frozen=True):
    """One way to fail: its class, its name, and what it looks like; the group of a pattern is the detail. A
    `general` one counts where no other fits."""

    failure: FailureClass = msgspec.field(name="class")
    kind: str
    patterns: tuple[str, ...]
    general: bool = False


class Words(msgspec.Struct, frozen=True):
    """The data file."""

    date: str
    sources: tuple[str, ...]
    exits: tuple[str, ...]
    tool_errors: tuple[str, ...]
    shows: frozenset[str]
    crashes: tuple[str, ...]
    complaints: tuple[str, ...]
    shows_files: frozenset[str]
    prepares: frozenset[str]
    says_no: frozenset[str]
    checks: tuple[str, ...]
    gave_up: tuple[str, ...]
    corrections: tuple[str, ...]
    about_format: tuple[str, ...]
    approvals: tuple[str, ...]
    but: tuple[str, ...]
    harness_statuses: frozenset[int]
    causes: tuple[Cause, ...]


@cache
def words() -> Words:
    """The data file, read once."""
    text = (resources.files("skillrt.gateway.outcomes") / "failures.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def first_match(patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
    """The first of the patterns that is found."""
    return next((found for pattern in patterns if (found := compiled(pattern).search(text))), None)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the data file; `^` and `$` are beginnings and ends of lines."""
    return re.compile(pattern, _FLAGS)
