"""One run from its journal's beginning to its end: begin anew or go on, and carry the plan out."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from skillrt.errors import Diagnostic, InputError, MachineError, UsageError
from skillrt.workflow.execute import Earlier, Execution
from skillrt.workflow.journal import Event, Journal, JournalFull, Past, previous_of, read_past
from skillrt.workflow.launching import Launcher
from skillrt.workflow.outcome import RunReport
from skillrt.workflow.outputs import end_what_was_left, output_path
from skillrt.workflow.plan import Plan
from skillrt.workflow.settings import Settings
from skillrt.workflow.watching import Watcher


@dataclass(frozen=True, slots=True)
class RunPlace:
    """Where a run is recorded: `journal`, the folder of `outputs`, and the `key` that says what is run on what."""

    journal: Path
    outputs: Path
    key: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is run, how, and `begin`: go on with a run that broke off, begin anew, or ('') anew unless one did."""

    plan: Plan
    launcher: Launcher
    settings: Settings
    place: RunPlace
    begin: Literal["", "resume", "fresh"] = ""


def run_workflow(job: Job, watcher: Watcher) -> RunReport:
    """Run it. Raises UsageError where a run that broke off is in the way, or none is there to go on with; InputError
    where another is at work or the journal belongs to something else; MachineError where the journal cannot be
    written at the beginning."""
    place, plan = job.place, job.plan
    if job.begin == "resume" and not place.journal.exists():
        raise _nothing(job)
    with Journal(place.journal, place.outputs) as journal:
        past = journal.past()
        _check(past, job)
        seconds = {**read_past(previous_of(place.journal)).done, **past.done}
        paths = {
            step.id: output_path(place.outputs, number, step.id)
            for number, step in enumerate(plan.steps)
            if step.id in past.running
        }
        for step in end_what_was_left(past.running, paths, job.settings.grace):
            watcher.told(f"step {step} of the run that was killed was still at work; it was ended")
        resumed = job.begin == "resume" and bool(past.key)
        if not resumed:
            journal.clear()
        again = frozenset(past.running) if resumed else frozenset[str]()
        done = past.done if resumed else {}
        for step in plan.steps:
            if step.id in again:
                watcher.told(f"step {step.id} was running when the run broke off; it runs again")
        try:
            journal.reserve()
            journal.write([Event("resumed") if resumed else Event("begun", key=place.key)])
        except JournalFull as error:
            message = f"the journal `{place.journal}` cannot be written: {error}; nothing was begun"
            raise MachineError(Diagnostic.of("workflow.journal-unwritable", message)) from error
        earlier = Earlier(done=done, seconds=seconds, again=again)
        return Execution(plan, job.launcher, journal, job.settings, earlier).run(watcher)


def _check(past: Past, job: Job) -> None:
    if not past.key and job.begin == "resume":
        raise _nothing(job)
    if past.key and past.key != job.place.key and job.begin == "resume":
        message = f"`{job.place.journal}` is of another run: of another variant, workspace, workflow or inputs"
        raise InputError(Diagnostic.of("workflow.other-run", message))
    if past.broken_off and past.key == job.place.key and not job.begin:
        done = len(past.done)
        message = f"an earlier run did not come to its end: {done} of {len(job.plan.steps)} steps are done"
        raise UsageError(Diagnostic.of("workflow.unfinished", message))
    if past.broken_off and past.key != job.place.key and not job.begin:
        message = f"`{job.place.journal}` is of another run, which did not come to its end"
        raise InputError(Diagnostic.of("workflow.other-run", message))


def _nothing(job: Job) -> UsageError:
    """A run is known by its inputs too: a value with a slip in it would do all again, whatever the steps do."""
    message = f"there is no run to go on with: `{job.place.journal}` records none"
    return UsageError(Diagnostic.of("workflow.nothing-to-resume", message))
