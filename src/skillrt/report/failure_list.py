"""Failures by cause: `skillrt traces failures`."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from skillrt.gateway.outcomes import FailureGroup
from skillrt.report.glyphs import visible
from skillrt.report.timeline import change_words

_SHOWN = 3


def failures_data(groups: Sequence[FailureGroup]) -> dict[str, Any]:
    """Everything as plain data for JSON."""
    return {"failures": msgspec.to_builtins(list(groups))}


def failures_text(groups: Sequence[FailureGroup]) -> str:
    """Each cause with its evidence and what helped; systematic ones first. Ends with a newline."""
    return "\n".join(_lines(groups)) + "\n"


def _lines(groups: Sequence[FailureGroup]) -> Iterator[str]:
    if not groups:
        yield "no failures"
        return
    for number, group in enumerate(groups):
        if number:
            yield ""
        yield from _group(group)


def _group(group: FailureGroup) -> Iterator[str]:
    marks = ["systematic"] if group.systematic else []
    marks += [] if group.counts else ["not the skill's"]
    counted = f"{len(group.failures)} times in {_many(len(group.episodes), 'episode')}, {_many(group.tasks, 'task')}"
    fate = f"{group.decisive} decided the outcome, {group.recovered} recovered"
    yield visible(f"{group.failure}: {group.cause}") + (f"  [{', '.join(marks)}]" if marks else "")
    yield f"  {counted}; {fate}" + (f"; skills: {', '.join(group.skills)}" if group.skills else "")
    for failure in group.failures[:_SHOWN]:
        turn = f" turn {failure.evidence.turn + 1}" if failure.evidence.turn >= 0 else ""
        yield visible(f"  {failure.episode}{turn} ({failure.evidence.source}): {failure.evidence.text}")
        if failure.recovery:
            yield visible(f"    worked in turn {failure.recovery.worked_turn + 1}: {change_words(failure.recovery)}")
    if len(group.failures) > _SHOWN:
        yield f"  … {len(group.failures) - _SHOWN} more"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
