"""Run one function over many inputs in several processes; results come in the order of the inputs.

Own processes with a pipe each, not an executor: a process that dies (a parser written in C, hostile input) costs the
one input that it worked on; only a bounded number of inputs is under way, however many there are; Ctrl-C, and the end
of a terminal, reach this process alone, which then ends the others; and where this process is gone, they end at once.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Final, TypeVar

from skillrt.config import present_folder_unsearched
from skillrt.process.garbage import search_seldom

A = TypeVar("A")
B = TypeVar("B")
_AHEAD: Final = 16  # results that may wait, for each process, while an earlier input is still being worked on


def available_processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_order(
    work: Callable[[A], B], inputs: Iterable[A], jobs: int, lost: Callable[[str], B], preload: str = ""
) -> Generator[B]:
    """`work` of each input, in order, by `jobs` processes.

    `work`, inputs and results must survive pickling. `lost` gives the result for an input whose process died, from
    how it died. `preload` is a module that processes need and that is slow to load.
    """
    team = _Team(work, jobs, preload)
    try:
        yield from _results(team, iter(inputs), lost)
    finally:
        team.end()


def _results(team: "_Team", inputs: Iterator[A], lost: Callable[[str], B]) -> Iterator[B]:
    done: dict[int, B] = {}
    first = last = 0
    more = True
    while more or first < last:
        while more and team.free() and last - first < _AHEAD * team.jobs:
            item = next(inputs, team)
            more = item is not team
            if more:
                team.give(last, item)
                last += 1
        if first < last and first not in done:
            for index, result, death in team.take():
                done[index] = lost(death) if death else result
        while first in done:
            yield done.pop(first)
            first += 1


class _Team:
    """The processes, and which of them works on what."""

    def __init__(self, work: Callable[[Any], Any], jobs: int, preload: str) -> None:
        self.work = work
        self.jobs = jobs
        self.context = _context(preload)
        self.idle: list[_Member] = []
        self.busy: dict[Connection, tuple[_Member, int]] = {}

    def free(self) -> bool:
        """Whether an input can be given out at once."""
        return bool(self.idle) or len(self.busy) < self.jobs

    def give(self, index: int, item: object) -> None:
        """Let a process work on an input."""
        member = self.idle.pop() if self.idle else _Member(self.context, self.work)
        self.busy[member.connection] = (member, index)
        member.connection.send(item)

    def take(self) -> list[tuple[int, Any, str]]:
        """Wait for results: index of the input, result, and how the process died where it did."""
        found: list[tuple[int, Any, str]] = []
        for ready in wait(list(self.busy)):
            member, index = self.busy.pop(ready)  # pyright: ignore[reportArgumentType]
            try:
                found.append((index, member.connection.recv(), ""))
                self.idle.append(member)
            except (EOFError, OSError):
                found.append((index, None, member.death()))
        return sorted(found, key=lambda item: item[0])

    def end(self) -> None:
        """End all processes: idle ones see that the pipe is closed, busy ones are stopped."""
        for member in self.idle:
            member.connection.close()
        for member, _ in self.busy.values():
            member.process.terminate()
            member.connection.close()
        for member in [*self.idle, *(member for member, _ in self.busy.values())]:
            member.process.join(5)
            if member.process.is_alive():
                member.process.kill()
                member.process.join()
        self.idle.clear()
        self.busy.clear()


class _Member:
    """One process and the pipe to it."""

    def __init__(self, context: Any, work: Callable[[Any], Any]) -> None:  # noqa: ANN401  (contexts share no class)
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with present_folder_unsearched(), _interrupts_held_back():
            self.process.start()
        theirs.close()

    def death(self) -> str:
        """How the process ended, in words."""
        self.process.join(5)
        status = self.process.exitcode
        self.connection.close()
        if status is not None and status < 0:
            return f"signal {-status} ({signal.Signals(-status).name})"
        return f"status {status}"


@contextmanager
def _interrupts_held_back() -> Generator[None]:
    """Ctrl-C goes to every process of the terminal; those started here inherit that they do not see it.

    Setting a handler in them would come too late: a process that is still loading modules would print a traceback.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask:
        # it goes first: starting it, as the server of processes would, lets interrupts through again
        resource_tracker.ensure_running()
    before = mask(signal.SIG_BLOCK, [signal.SIGINT]) if mask else None
    try:
        yield
    finally:
        if mask and before is not None:
            mask(signal.SIG_SETMASK, before)


def _context(preload: str) -> Any:  # noqa: ANN401
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    if preload:
        context.set_forkserver_preload([preload])
    return context


def _serve(connection: Connection, work: Callable[[Any], Any]) -> None:
    """What a process does: take inputs until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    search_seldom()
    while True:
        try:
            connection.send(work(connection.recv()))
        except (EOFError, OSError):  # the other end is gone
            return


def _end_with_the_parent() -> None:
    """The pipe is looked at between two inputs only, and an input may take a while that nobody waits for any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
