"""Short values of front matter that are others now: the lock has digests of them only."""

from typing import Final

from skillrt.contracts.finding.front import values_of
from skillrt.contracts.lock_file import clean
from skillrt.ir import Module

_LONGEST: Final = 40


def values_between(before: Module, after: Module) -> dict[str, tuple[str, str]]:
    """The keys whose short plain values differ, with both."""
    old = dict(values_of(before))
    pairs = {key: (_plain(old[key]), _plain(value)) for key, value in values_of(after) if key in old}
    return {clean(key): pair for key, pair in pairs.items() if all(pair) and pair[0] != pair[1]}


def _plain(value: object) -> str:
    """A value in one line; empty where it is none, or a long one."""
    if not isinstance(value, str | int | float):
        return ""
    text = clean(str(value))
    return "" if len(text) > _LONGEST or "\n" in text or "`" in text else text.strip()
