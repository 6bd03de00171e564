"""Carry out a plan: start what the schedule gives, wait for what runs, record both before anything builds on it."""

import heapq
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, Literal

from skillrt.workflow.agent_steps import Work
from skillrt.workflow.journal import Ending, Event, Journal, JournalFull
from skillrt.workflow.launching import Launcher
from skillrt.workflow.leftovers import Leftovers
from skillrt.workflow.outcome import Circumstances, RunReport, RunStatus, StepState, report_of
from skillrt.workflow.outputs import answer_path, beginning_of, drop_empty, output_path
from skillrt.workflow.plan import Plan
from skillrt.workflow.schedule import UNKNOWN_SECONDS, Schedule
from skillrt.workflow.settings import Settings
from skillrt.workflow.signals import caught
from skillrt.workflow.watching import Nobody, Watcher

_ANSWER: Final = 8000  # characters of an agent's answer in the report
_NEVER_AGAIN: Final = float("inf")


@dataclass(slots=True)
class _Running:
    """A step at work: when it began, when it is told to end (`due`) and why, and when it is made to (`kill`)."""

    work: Work
    began: float
    due: float
    kill: float = _NEVER_AGAIN
    why: Literal["", "timed-out", "interrupted"] = ""


@dataclass(frozen=True, slots=True)
class _Ended:
    number: int
    status: int
    at: float


@dataclass(frozen=True, slots=True)
class _Signal:
    number: int


@dataclass(slots=True)
class Earlier:
    """What is known from before: seconds of steps that are done and stay so, of steps in general, and the steps that
    were running when the run broke off."""

    done: Mapping[str, float] = field(default_factory=dict[str, float])
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    again: frozenset[str] = frozenset()


class Execution:
    """One run of a plan. `launcher` starts steps; the journal is open and says that the run has begun."""

    def __init__(
        self, plan: Plan, launcher: Launcher, journal: Journal, settings: Settings, earlier: Earlier
    ) -> None:
        self.plan = plan
        self.states = [StepState() for _ in plan.steps]
        self._launcher = launcher
        self._journal = journal
        self._settings = settings
        self._watcher: Watcher = Nobody()
        self._schedule = Schedule(plan.graph, plan.steps, expected(plan, earlier.seconds))
        self._messages: SimpleQueue[_Ended | _Signal] = SimpleQueue()
        self._running: dict[int, _Running] = {}
        self._pending: list[Event] = []  # ended, and not recorded yet
        self._later: list[tuple[float, int]] = []  # to be tried again, with the time
        self._outputs = [""] * len(plan.steps)
        self._leftovers = Leftovers()
        self._stopping: Literal["", "failed", "interrupted", "journal-full"] = ""
        self._why = ""
        self._most = 0
        self._start = 0.0
        for number, step in enumerate(plan.steps):
            if step.id in plan.skipped:
                self.states[number].state = "skipped"
            elif step.id in earlier.done:
                self.states[number].state = "earlier"
            self.states[number].again = step.id in earlier.again

    def run(self, watcher: Watcher | None = None) -> RunReport:
        """Carry it out to its end, whatever that is. What a watcher or an agent raises interrupts the run first."""
        self._watcher = watcher or self._watcher
        self._start = time.perf_counter()
        with caught(lambda number: self._messages.put(_Signal(number))):
            try:
                self._carry_out()
            except BaseException:
                self._abandon()
                raise
            left = self._leftovers.end(self._settings.grace)
        wall = time.perf_counter() - self._start
        return self._finish(wall, left)

    def _carry_out(self) -> None:
        while True:
            self._begin()
            if not self._running and not self._waits_for_time():
                break
            self._receive()

    def _abandon(self) -> None:
        """End what was started and record it: nothing outlives a run that cannot go on."""
        self._watcher = Nobody()
        self._stopping = ""
        self._interrupt()
        self._carry_out()
        self._finish(time.perf_counter() - self._start, self._leftovers.end(self._settings.grace))

    # -- starting

    def _begin(self) -> None:
        """Start what is ready and has room; first record what has ended and what is to begin."""
        taken: list[int] = []
        while not self._stopping and len(self._running) + len(taken) < self._settings.jobs:
            number = self._schedule.take()
            if number is None:
                break
            if self.states[number].state in ("skipped", "earlier"):
                self._schedule.done(number)
            else:
                taken.append(number)
        events = [*self._pending, *(self._started_event(number) for number in taken)]
        try:
            self._journal.write(events)
        except JournalFull as error:
            self._stop_for_journal(error)
            return
        self._pending.clear()
        groups = [event for number in taken if (event := self._start_step(number))]
        self._most = max(self._most, len(self._running))
        try:
            self._journal.write(groups, durable=False)
        except JournalFull as error:
            self._stop_for_journal(error)

    def _started_event(self, number: int) -> Event:
        return Event("started", self.plan.steps[number].id, attempt=self.states[number].attempts + 1)

    def _start_step(self, number: int) -> Event | None:
        state, step = self.states[number], self.plan.steps[number]
        output = output_path(self._journal.outputs, number, step.id)
        now = time.perf_counter()
        try:
            work = self._launcher.begin(number, output, anew=not state.attempts)
        except OSError as error:
            self._stop_for_journal(JournalFull(f"`{output}`: {error.strerror or error}"))
            self._pending.append(Event("ended", step.id, ending="interrupted"))
            self._schedule.lost(number)
            return None
        state.state = "running"
        state.attempts += 1
        state.began = now - self._start
        timeout = self._settings.timeout
        self._running[number] = _Running(work, now, now + timeout if timeout else _NEVER_AGAIN)
        self._outputs[number] = str(output)
        threading.Thread(target=self._wait, args=(number, work), daemon=True).start()
        self._watcher.started(number, state, output)
        return Event("running", step.id, group=work.pid)

    def _wait(self, number: int, work: Work) -> None:
        """Runs in a thread of its own: no system can wait for many programs at once without taking over all of
        them."""
        status = work.wait()
        self._messages.put(_Ended(number, status, time.perf_counter()))

    # -- waiting

    def _waits_for_time(self) -> bool:
        return bool(self._later) and not self._stopping

    def _receive(self) -> None:
        """Wait for the next thing to happen, and take everything that has."""
        waiting = True
        while True:
            try:
                message = self._messages.get(timeout=self._patience()) if waiting else self._messages.get_nowait()
            except Empty:
                break
            waiting = False
            if isinstance(message, _Ended):
                self._end(message)
            else:
                self._interrupt()
        now = time.perf_counter()
        self._watch_time(now)
        while self._later and self._later[0][0] <= now:
            self._schedule.back(heapq.heappop(self._later)[1])
        if self._watcher.interval is not None:
            self._watcher.tick()

    def _patience(self) -> float | None:
        times = [min(item.due, item.kill) for item in self._running.values()]
        if self._later and not self._stopping:
            times.append(self._later[0][0])
        first = min(times, default=_NEVER_AGAIN)
        wait = None if first == _NEVER_AGAIN else max(0.0, first - time.perf_counter())
        interval = self._watcher.interval
        return wait if interval is None else min(interval, wait if wait is not None else interval)

    def _watch_time(self, now: float) -> None:
        for item in self._running.values():
            if item.due <= now:
                self._ask_to_end(item, now, "timed-out")
            if item.kill <= now:
                item.kill = _NEVER_AGAIN
                item.work.stop(force=True)

    def _ask_to_end(self, item: _Running, now: float, why: Literal["timed-out", "interrupted"]) -> None:
        item.due = _NEVER_AGAIN
        item.kill = now + self._settings.grace
        item.why = item.why or why
        item.work.stop(force=False)

    def _interrupt(self) -> None:
        """The first time all steps are asked to end, the second time they are made to."""
        again = self._stopping == "interrupted"
        if not again:
            self._stopping = "interrupted"
            self._watcher.told("ending the steps that run; once more ends them at once")
        now = time.perf_counter()
        for item in self._running.values():
            if again:
                item.work.stop(force=True)
            else:
                self._ask_to_end(item, now, "interrupted")

    # -- ending

    def _end(self, message: _Ended) -> None:
        number = message.number
        item, state, step = self._running.pop(number), self.states[number], self.plan.steps[number]
        self._leftovers.look(item.work.pid)
        state.status = message.status
        state.seconds = message.at - item.began
        state.total += state.seconds
        ending: Ending = item.why or ("failed" if message.status else "done")
        self._pending.append(
            Event("ended", step.id, status=message.status, seconds=round(state.seconds, 6), ending=ending)
        )
        if ending == "done":
            state.state = "done"
            self._schedule.done(number)
        else:
            self._failed(number, ending)
        self._watcher.ended(number, state)
        if state.state != "waiting" and drop_empty(Path(self._outputs[number])):
            self._outputs[number] = ""

    def _failed(self, number: int, ending: Ending) -> None:
        state, failure = self.states[number], self._settings.failure
        if ending != "interrupted" and state.attempts <= failure.retries and not self._stopping:
            state.state = "waiting"
            pause = self._settings.pause * 2 ** min(state.attempts - 1, 6)
            heapq.heappush(self._later, (time.perf_counter() + pause, number))
            return
        state.state = ending
        self._schedule.lost(number)
        if ending != "interrupted" and failure.stop and not self._stopping:
            self._stopping = "failed"

    def _stop_for_journal(self, error: JournalFull) -> None:
        if not self._why:
            self._watcher.told(f"the journal cannot be written ({error}): nothing more is begun")
        self._why = self._why or str(error)
        if self._stopping != "interrupted":
            self._stopping = "journal-full"

    def _finish(self, wall: float, left: Sequence[str]) -> RunReport:
        for state in self.states:
            if state.state in ("waiting", "running"):
                state.state = "not-run"
        fine = all(state.state in ("done", "earlier", "skipped") for state in self.states)
        status: RunStatus = self._stopping or ("completed" if fine else "failed")
        unrecorded = tuple(event.step for event in self._pending if event.ending == "done")
        if self._journal.write_last([*self._pending, Event("finished", ending=status)]):
            unrecorded = ()
        about = Circumstances(
            status, self._settings.jobs, wall, self._most, self._journal.path, self._why, unrecorded, tuple(left)
        )
        return report_of(self.plan, self.states, self._outputs, self._answers(), about)

    def _answers(self) -> dict[str, str]:
        """What agents said of the steps that are done, now or earlier."""
        found: dict[str, str] = {}
        for number, step in enumerate(self.plan.steps):
            if step.id in self.plan.handed and self.states[number].state in ("done", "earlier", "failed"):
                output = output_path(self._journal.outputs, number, step.id)
                found[step.id] = beginning_of(answer_path(output), _ANSWER)
        return found


def expected(plan: Plan, seconds: Mapping[str, float]) -> list[float]:
    """How long each step will take: as long as last time; where that is not known, as long as the others on average;
    what does not run takes no time."""
    known = [seconds[step.id] for step in plan.steps if step.id in seconds]
    usual = sum(known) / len(known) if known else UNKNOWN_SECONDS
    return [0.0 if step.id in plan.skipped else seconds.get(step.id, usual) for step in plan.steps]
