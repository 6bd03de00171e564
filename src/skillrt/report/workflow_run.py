"""A workflow before and after it was run: what each step is, what came of it, and how long it took."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from skillrt.ir.workflow import EdgeRecord, RegionRecord, StepRecord
from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown, visible
from skillrt.report.portable import to_json
from skillrt.workflow.outcome import FINE, RunReport, StepRow
from skillrt.workflow.plan import caution, inputs_of, needs_agent, option_of, unfilled_in
from skillrt.workflow.script import Launch

_MANY: Final = 60  # rows; of more only those are shown that need a look
_SHOWN: Final = 60  # characters of a title
_ANSWER: Final = 200  # of an agent's answer
_STATUS: Final = {
    "completed": "completed",
    "failed": "a step failed",
    "interrupted": "interrupted",
    "journal-full": "ended early: its journal cannot be written",
}


class Shown(msgspec.Struct, frozen=True):
    """One workflow of a variant: its steps, edges and regions, and seconds by step from an earlier run."""

    id: str
    title: str
    steps: tuple[StepRecord, ...]
    edges: tuple[EdgeRecord, ...]
    regions: tuple[RegionRecord, ...]
    seconds: Mapping[str, float]


def run_text(report: RunReport, go_on: str = "") -> str:
    """The report for people. `go_on` is the command that goes on with a run that did not come to its end."""
    return lines_shown(_run_lines(report, go_on))


def run_json(report: RunReport) -> str:
    """One object."""
    return to_json(msgspec.to_builtins(report))


def show_text(flows: Sequence[Shown]) -> str:
    """The workflows for people: what a run would do, and what it wants."""
    return "\n".join(lines_shown(_show_lines(item)) for item in flows)


def show_json(flows: Sequence[Shown]) -> str:
    """One object with a list of workflows."""
    return to_json({"workflows": [_plain_flow(item) for item in flows]})


def dry_text(steps: Sequence[StepRecord], launches: Sequence[Launch | None], agents: Mapping[str, str]) -> str:
    """What would be started, in the order in which steps are ready; variables stand before the command. `agents` says
    who does a step, by id."""
    return "".join(
        f"{visible(f'{step.id} {step.title}')}\n{_launch_text(launch, agents.get(step.id, ''))}"
        for step, launch in zip(steps, launches, strict=True)
    )


def dry_json(steps: Sequence[StepRecord], launches: Sequence[Launch | None], agents: Mapping[str, str]) -> str:
    """The same as one object."""
    rows = [
        {
            "id": step.id,
            "title": step.title,
            "command": list(launch.command) if launch else None,
            "variables": dict(launch.variables) if launch else {},
            "agent": agents.get(step.id),
        }
        for step, launch in zip(steps, launches, strict=True)
    ]
    return to_json({"steps": rows})


def _launch_text(launch: Launch | None, agent: str) -> str:
    if launch is None:
        return f"  (done by {agent})\n" if agent else "  (left out)\n"
    lines = [f"{name}={shlex.quote(value)}" for name, value in launch.variables]
    is_script = len(launch.command) == 4 and launch.command[1] == "-c"
    lines += launch.command[2].splitlines() if is_script else [shlex.join(launch.command)]
    return "".join(f"  {visible(line)}\n" for line in lines)


def _run_lines(report: RunReport, go_on: str) -> Iterator[str]:
    jobs = f"{report.jobs} job{'' if report.jobs == 1 else 's'}"
    yield f"workflow {report.workflow}: {_STATUS[report.status]}, {_seconds(report.wall)} with {jobs}".replace(
        " :", ":"
    )
    rows = [row for row in report.rows if len(report.rows) <= _MANY or row.state not in FINE]
    if rows:
        yield from columns([("STEP", "STATE", "SECONDS", "FROM", "TITLE"), *map(_cells, rows[:_MANY])])
    if len(rows) > _MANY:
        yield f"  and {len(rows) - _MANY} more"
    yield f"  {_counts(report)}"
    if report.work:
        path = " > ".join(report.path[:12]) + (f" > ... ({len(report.path)} steps)" if len(report.path) > 12 else "")
        yield f"  one after the other {_seconds(report.work)}; longest way {_seconds(report.critical)}: {path}"
        yield f"  speed-up {report.speed_up:g}, at most {report.most_at_once} at once"
    yield from _remarks(report)
    if go_on and report.status != "completed":
        yield f"  go on: {go_on}"


def _remarks(report: RunReport) -> Iterator[str]:
    if again := [row.id for row in report.rows if row.again]:
        yield f"  ran again, since they were running when an earlier run broke off: {', '.join(again)}"
    if report.why:
        yield f"  the journal: {report.why}"
    if report.unrecorded:
        yield f"  done but not recorded, so `--resume` runs them again: {', '.join(report.unrecorded)}"
    if report.left_behind:
        groups = ", ".join(report.left_behind)
        yield f"  left running by steps and ended with the run (process groups): {groups}"
    for row in report.rows:
        if row.by_agent and row.answer:
            yield f"  {row.id} said: {_cut(' '.join(row.answer.split()), _ANSWER)}"
    failed = [row for row in report.rows if row.state in ("failed", "timed-out") and row.output]
    yield from (f"  what {row.id} printed: {row.output}" for row in failed[:10])
    yield f"  journal: {report.journal}"


def _counts(report: RunReport) -> str:
    words = {
        "done": "done",
        "earlier": "done earlier",
        "skipped": "left out",
        "failed": "failed",
        "timed-out": "timed out",
        "interrupted": "interrupted",
        "not-run": "not run",
    }
    counts: dict[str, int] = {}
    for row in report.rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    return ", ".join(f"{counts[state]} {word}" for state, word in words.items() if state in counts) or "no steps"


def _cells(row: StepRow) -> tuple[str, str, str, str, str]:
    state = row.state
    if row.state == "failed":
        state = f"failed ({row.status})" if row.status >= 0 else f"failed (signal {-row.status})"
    tries = f", {row.attempts} tries" if row.attempts > 1 else ""
    ran = row.attempts > 0
    return (
        row.id,
        state + tries,
        f"{row.seconds:.2f}" if ran else "-",
        f"{row.began:.2f}" if ran else "-",
        _cut(row.title),
    )


def _show_lines(flow: Shown) -> Iterator[str]:
    yield f"workflow {flow.id}: {flow.title}" if flow.id else "workflow"
    waits: dict[str, list[str]] = {}
    for edge in flow.edges:
        waits.setdefault(edge.then, []).append(edge.first)
    rows = [
        (step.id, _kind(step), ", ".join(waits.get(step.id, ())) or "-", _usual(flow, step), _cut(step.title))
        for step in flow.steps
    ]
    yield from columns([("STEP", "DONE BY", "AFTER", "SECONDS", "TITLE"), *rows])
    for region in flow.regions:
        if region.steps:
            yield f"  at once: {', '.join(region.steps)} ({region.reason})"
    yield from _wanted(flow.steps)


def _wanted(steps: Sequence[StepRecord]) -> Iterator[str]:
    unfilled = unfilled_in(steps)
    for name, (item, ids) in inputs_of(steps).items():
        stays = f"; not filled in in {_ids(unfilled[name])}" if name in unfilled else ""
        yield f"  {option_of(item)}  ({item.written} in {_ids(ids)}{stays})"
    for step in steps:
        if not needs_agent(step) and caution(step):
            yield f"  --approve {step.id}  ({caution(step)})"
        elif needs_agent(step):
            why = f", {caution(step)}" if caution(step) else ""
            yield f"  --agent MODEL@HARNESS, or --skip {step.id}  (needs an agent{why})"


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(ids[:4]) + (" and others" if len(ids) > 4 else "")


def _kind(step: StepRecord) -> str:
    return "agent" if needs_agent(step) else step.kind + (" (on approval)" if caution(step) else "")


def _usual(flow: Shown, step: StepRecord) -> str:
    return f"{flow.seconds[step.id]:.2f}" if step.id in flow.seconds else "-"


def _plain_flow(flow: Shown) -> dict[str, object]:
    unfilled = unfilled_in(flow.steps)
    return {
        "id": flow.id,
        "title": flow.title,
        "steps": [
            {
                **msgspec.to_builtins(step),
                "needs_agent": needs_agent(step),
                "caution": caution(step),
                "seconds": flow.seconds.get(step.id),
            }
            for step in flow.steps
        ],
        "edges": msgspec.to_builtins(flow.edges),
        "regions": msgspec.to_builtins(flow.regions),
        "inputs": [
            {
                "name": name,
                "written": item.written,
                "example": item.example,
                "steps": ids,
                "not_filled_in": unfilled.get(name, []),
            }
            for name, (item, ids) in inputs_of(flow.steps).items()
        ],
    }


def _seconds(value: float) -> str:
    if value < 120:
        return f"{value:.2f} s"
    return f"{int(value // 60)} min {value % 60:.0f} s"


def _cut(text: str, most: int = _SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
