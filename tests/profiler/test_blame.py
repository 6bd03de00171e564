from pathlib import Path

import pytest

from skillrt.profiler.blame import blame_of
from skillrt.runs.result import RunResult, Status
from skillrt.runs.run import Watched
from skillrt.store.traces.records import ExchangeRecord, RunRecord
from skillrt.wire.exchange import Part, Response, Text, ToolCall, WireError

PLACE = Path()


def answered(*parts: Part, status: int = 200, error: WireError | None = None) -> ExchangeRecord:
    return ExchangeRecord(
        id="x", started=0, status=status, response=Response(dialect="openai-chat", parts=parts, error=error)
    )


def seen(status: Status, *records: ExchangeRecord, failure: str = "", broken: bool = False) -> Watched:
    result = RunResult(
        id="r", harness="bare", model="m", upstream="u", dialect="openai-chat", translated=False, status=status,
        answer="", failure=failure, took=1, exchanges=len(records), attempts=1, unattended=True, native=False,
    )  # fmt: skip
    return Watched(result, RunRecord(id="r", started=0, harness="bare", model="m"), records, (), broken)


FINE = answered(Text(text="done"))
CALLS = answered(ToolCall(id="1", name="exec", arguments="{}"))
TOO_LONG = WireError(message="This model's maximum context length is 8192 tokens", status=400)
DOWN = WireError(message="overloaded", status=529)
NO_KEY = WireError(message="invalid key", status=401)


@pytest.mark.parametrize(
    ("watched", "limit", "whose", "words", "hopeless"),
    [
        (seen("ok", FINE), None, "target", "", False),
        (seen("failed", CALLS, answered(), failure="the model stopped"), None, "target", "", False),
        (seen("failed", answered(status=400, error=TOO_LONG), broken=True), None, "failed", "longer than", False),
        (seen("time-out", CALLS), 30.0, "failed", "30 seconds that the task allows", False),
        (seen("time-out", CALLS), None, "void", "states no time", False),
        (seen("failed", failure="exit status 1"), None, "void", "asked no model: exit status 1", False),
        (seen("provider", answered(status=529, error=DOWN), broken=True), None, "void", "529 overloaded", False),
        (seen("ok", FINE, answered(status=529, error=DOWN), broken=True), None, "void", "provider failed", False),
        (seen("provider", answered(status=401, error=NO_KEY), broken=True), None, "void", "401 invalid key", True),
        (seen("failed", CALLS, failure="signal (6)"), None, "void", "the harness failed: signal (6)", False),
        (seen("failed", FINE, failure="exit status 3"), None, "void", "the harness failed", False),
    ],
)
def test_who_is_to_blame(watched: Watched, limit: float | None, whose: str, words: str, hopeless: bool):
    found = blame_of(watched, limit)
    assert (found.whose, found.hopeless) == (whose, hopeless)
    assert words in found.why
