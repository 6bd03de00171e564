"""What came of a run: each step, and how long it took against how long it could have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from skillrt.workflow.graph import critical_path
from skillrt.workflow.plan import Plan

State = Literal["waiting", "running", "done", "earlier", "skipped", "failed", "timed-out", "interrupted", "not-run"]
RunStatus = Literal["completed", "failed", "interrupted", "journal-full"]
FINE: Final = frozenset({"done", "earlier", "skipped"})


@dataclass(slots=True)
class StepState:
    """A step so far. `seconds` are those of the last attempt, `total` of all; `began` counts from the run's start."""

    state: State = "waiting"
    status: int = 0
    attempts: int = 0
    began: float = 0.0
    seconds: float = 0.0
    total: float = 0.0
    again: bool = False


class StepRow(msgspec.Struct, frozen=True):
    """One step for a report. `again`: it was running when an earlier run broke off. `output` is a file, '' where the
    step printed nothing. `by_agent`: an agent did it, and `answer` is what it said in the end, cut off where it is
    long."""

    id: str
    title: str
    state: State
    status: int
    attempts: int
    began: float
    seconds: float
    output: str
    again: bool
    by_agent: bool = False
    answer: str = ""


class RunReport(msgspec.Struct, frozen=True):
    """A run. Seconds: `wall` from start to end, `work` of all steps one after the other, `critical` of the steps
    `path`, the longest way through the graph by the measured times. `speed_up` is work over wall."""

    status: RunStatus
    workflow: str
    jobs: int
    wall: float
    work: float
    critical: float
    path: tuple[str, ...]
    speed_up: float
    most_at_once: int
    rows: tuple[StepRow, ...]
    journal: str
    why: str = ""
    unrecorded: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()

    def count(self, *states: State) -> int:
        """How many steps are in one of these states."""
        return sum(row.state in states for row in self.rows)


class Circumstances(msgspec.Struct, frozen=True):
    """What a report needs besides the steps."""

    status: RunStatus
    jobs: int
    wall: float
    most_at_once: int
    journal: Path
    why: str = ""
    unrecorded: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()


def report_of(
    plan: Plan, states: Sequence[StepState], outputs: Sequence[str], answers: Mapping[str, str], about: Circumstances
) -> RunReport:
    """The report of a run that has ended; `outputs` are the files by step, `answers` what agents said by step id."""
    seconds = [item.total for item in states]
    path = [number for number in critical_path(plan.graph, seconds) if seconds[number]]
    work = sum(seconds)
    return RunReport(
        status=about.status,
        workflow=plan.workflow,
        jobs=about.jobs,
        wall=round(about.wall, 3),
        work=round(work, 3),
        critical=round(sum(seconds[number] for number in path), 3),
        path=tuple(plan.steps[number].id for number in path),
        speed_up=round(work / about.wall, 2) if about.wall > 0 and work else 1.0,
        most_at_once=about.most_at_once,
        rows=tuple(
            StepRow(
                step.id,
                step.title,
                item.state,
                item.status,
                item.attempts,
                round(item.began, 3),
                round(item.seconds, 3),
                output,
                item.again,
                step.id in plan.handed,
                answers.get(step.id, ""),
            )
            for step, item, output in zip(plan.steps, states, outputs, strict=True)
        ),
        journal=str(about.journal),
        why=about.why,
        unrecorded=about.unrecorded,
        left_behind=about.left_behind,
    )
