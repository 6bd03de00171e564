"""Run one command for each of many items, several at a time: what they print comes in the order of the items."""

# A variant brings this file along, and the two beside it: the standard library of Python 3.8 only.

from __future__ import annotations

import argparse
import glob
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Callable, Iterator, NamedTuple, Sequence  # noqa: UP035

if TYPE_CHECKING:
    from skillrt.passes.parallel.programs.pmap_journal import CannotGoOn, Journal, key_of, shown
    from skillrt.passes.parallel.programs.pmap_machine import free_memory, free_workers
else:
    from pmap_journal import CannotGoOn, Journal, key_of, shown
    from pmap_machine import free_memory, free_workers

MARKS = ("{}", "{.}", "{/}", "{/.}", "{#}")
EPILOG = """
In the command, {} stands for the item, {.} for the item without its ending, {/} for its file name, {/.} for both,
{#} for its number. A command with none of them gets the item as its last argument. The command is started as it
stands, without a shell: nothing in an item is ever taken for code.

items: what stands behind `:::`, else the paths that --glob fits, else the lines of standard input.

exit status: 0 every item was done; 1 some failed; 2 the command line is wrong; 3 this machine could not go on
(disk, journal); 127 the program is not there; 128 + N ended by signal N.
"""
SHOWN = 20  # failed items named at the end
GRACE = 3.0  # seconds between asking a child to end and ending it
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


class Task(NamedTuple):
    """One item, with its number from 1 and the files that take what its command prints."""

    item: str
    number: int
    out: IO[bytes]
    err: IO[bytes]
    began: float


class Running:
    """A command at work. `status` is its exit status, negative for a signal, None while it runs."""

    def __init__(self, task: Task, process: subprocess.Popen[bytes] | None, why: str = "") -> None:
        self.task, self.process, self.why = task, process, why
        self.status: int | None = None if process else 126
        self.asked = 0.0
        self.seconds = 0.0

    def look(self, limit: float) -> bool:
        """Whether it has ended; what takes longer than `limit` seconds (0: none) is made to."""
        if self.process is None or self.status is not None:
            return True
        now = time.monotonic()
        self.status = self.process.poll()
        self.seconds = now - self.task.began
        if self.status is not None:
            return True
        if self.asked and now > self.asked + GRACE:
            self.end(signal.SIGKILL)
        elif limit and not self.asked and self.seconds > limit:
            self.why = f"took longer than {limit:g} s"
            self.end(signal.SIGTERM)
        return False

    def end(self, how: int) -> None:
        """Send a signal to the command and all that it started."""
        self.asked = self.asked or time.monotonic()
        if self.process is None or self.status is not None:
            return
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, how)
            else:
                self.process.terminate()

    @property
    def failed(self) -> bool:
        """Whether it has ended, and not well."""
        return self.status is not None and (self.status != 0 or bool(self.why))

    @property
    def outcome(self) -> str:
        """What went wrong, in words."""
        if self.why:
            return self.why
        status = self.status or 0
        return f"signal {-status}" if status < 0 else f"exit status {status}"


def filled(command: Sequence[str], item: str, number: int) -> list[str]:
    """The command for an item."""
    name = item.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    bare = item[: len(item) - len(name)] + stem
    values = {"{}": item, "{.}": bare, "{/}": name, "{/.}": stem, "{#}": str(number)}
    return [_filled(word, values) for word in command]


def _filled(word: str, values: dict[str, str]) -> str:
    parts: list[str] = []
    at = 0
    while (start := word.find("{", at)) >= 0:
        mark = next((mark for mark in MARKS if word.startswith(mark, start)), "")
        parts += [word[at:start], values[mark] if mark else "{"]
        at = start + (len(mark) or 1)
    return "".join([*parts, word[at:]])


def items_of(options: argparse.Namespace, given: Sequence[str] | None) -> Iterator[str]:
    """The items, one after the other: they are never all held at once, unless they stand in the command line."""
    if given is not None:
        yield from given
    elif options.glob:
        for pattern in options.glob:
            # a name that begins like an option is none
            yield from (f"./{path}" if path.startswith("-") else path for path in sorted(glob.glob(pattern)))
    else:
        yield from filter(None, _split(sys.stdin.buffer, b"\0" if options.null else b"\n"))


def _split(stream: IO[bytes], mark: bytes) -> Iterator[str]:
    rest = b""
    while chunk := os.read(stream.fileno(), 1 << 16):
        *whole, rest = (rest + chunk).split(mark)
        yield from map(os.fsdecode, whole)
    yield os.fsdecode(rest)


class Pool:
    """Runs the commands. `line` are items in their order that were begun and not yet passed on."""

    def __init__(self, options: argparse.Namespace, command: Sequence[str], journal: Journal | None) -> None:
        marked = any(mark in word for word in command for mark in MARKS)
        self.options, self.journal = options, journal
        self.command = list(command) if marked else [*command, MARKS[0]]
        self.jobs: int = options.jobs or free_workers(options.memory)
        self.line: deque[Running] = deque()
        self.done = self.skipped = self.failed = 0
        self.failures: list[str] = []
        self.signal = 0
        self.reading = False
        self.waker = os.pipe()
        self.preparing = _dying_with_parent()

    def run(self, items: Iterator[str]) -> None:
        """Do all items, or those before a signal. Raises CannotGoOn and OSError; then no command is left at work."""
        self._listen()
        number, more = 0, True
        try:
            while (more or self.line) and not self.signal:
                while more and self._has_room():
                    if self._stops():
                        more = False
                        break
                    self.reading = True
                    item = next(items, None)
                    self.reading = False
                    if item is None:
                        more = False
                    elif self._was_done(item):
                        number, self.skipped = number + 1, self.skipped + 1
                    else:
                        number += 1
                        self.line.append(self._begin(item, number))
                self._pass_on()
                self._wait()
        finally:
            self._end_all()

    def _stops(self) -> bool:
        """Whether one has failed and nothing more is to begin; what it printed may still wait for its turn."""
        return self.options.stop and (self.failed > 0 or any(item.failed for item in self.line))

    def _was_done(self, item: str) -> bool:
        return self.journal is not None and key_of(item) in self.journal.done

    def left(self, items: Iterator[str]) -> int:
        """How many of what `run` has left of the items are still to be done."""
        return sum(1 for item in items if not self._was_done(item))

    def _has_room(self) -> bool:
        """Whether one more may begin: not too far ahead of the slowest, whose output comes first."""
        if self.signal or len(self.line) >= self.jobs * 8 + 8:
            return False
        busy = sum(1 for item in self.line if item.status is None)
        return busy < self.jobs and (busy == 0 or self._has_memory())

    def _has_memory(self) -> bool:
        return self.options.jobs > 0 or not 0 <= free_memory() < self.options.memory // 2

    def _begin(self, item: str, number: int) -> Running:
        out, err = (tempfile.TemporaryFile() for _ in range(2))  # noqa: SIM115  (open until they are passed on)
        task = Task(item, number, out, err, time.monotonic())
        words = filled(self.command, item, number)
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=task.out,
                stderr=task.err,
                start_new_session=os.name == "posix",
                preexec_fn=self.preparing,
            )
        except (OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError) and not any(mark in self.command[0] for mark in MARKS):
                raise CannotGoOn(f"there is no program {shown(words[0])}", 127) from None
            return Running(task, None, str(getattr(error, "strerror", "") or error))
        return Running(task, process)

    def _pass_on(self) -> None:
        while self.line and self.line[0].status is not None:
            ended = self.line[0]
            for stream, to in ((ended.task.out, sys.stdout.buffer), (ended.task.err, sys.stderr.buffer)):
                stream.seek(0)
                shutil.copyfileobj(stream, to)
                to.flush()
                stream.close()
            if self.journal:
                self.journal.add(ended.task.item, ended.status or 0, ended.seconds)
            self.line.popleft()
            self._count(ended)

    def _count(self, ended: Running) -> None:
        if not ended.failed:
            self.done += 1
            if self.options.verbose:
                say(f"done in {ended.seconds:.1f} s: {shown(ended.task.item)}")
            return
        self.failed += 1
        if len(self.failures) < SHOWN:
            self.failures.append(shown(ended.task.item))
        say(f"failed ({ended.outcome}): {shown(ended.task.item)}")

    def _wait(self) -> None:
        """Until a command has ended, or a signal came."""
        waiting = [item for item in self.line if item.status is None]
        if not waiting or self.signal or any([item.look(self.options.timeout) for item in waiting]):
            return
        limited = self.options.timeout or any(item.asked for item in waiting) or os.name != "posix"
        if os.name == "posix":
            ready, _, _ = select.select([self.waker[0]], [], [], 0.1 if limited else 1.0)
            if ready:
                os.read(self.waker[0], 4096)
        else:
            time.sleep(0.02)

    def _listen(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._heard)
        if os.name == "posix":
            for end in self.waker:
                os.set_blocking(end, False)
            signal.signal(signal.SIGCHLD, _nothing)
            signal.set_wakeup_fd(self.waker[1], warn_on_full_buffer=False)

    def _heard(self, number: int, frame: object) -> None:
        del frame
        if self.signal:  # again: no more waiting
            for item in self.line:
                item.end(signal.SIGKILL if os.name == "posix" else number)
        self.signal = self.signal or number
        if self.reading:  # standard input may be waited for without end
            raise CannotGoOn("ended by a signal while it waited for items", 128 + number)

    def _end_all(self) -> None:
        """End what is still at work; nothing where all is done."""
        left = [item for item in self.line if item.status is None]
        for item in left:
            item.end(signal.SIGTERM)
        while [item for item in left if not item.look(0)]:
            time.sleep(0.02)


def _dying_with_parent() -> Callable[[], None] | None:
    """What a child does before it becomes the command: on Linux it ends when pmap does, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    with suppress(OSError, AttributeError):
        call, parent = ctypes.CDLL(None).prctl, os.getpid()

        def prepare() -> None:
            call(DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

        return prepare
    return None


def _nothing(number: int, frame: object) -> None:
    """A signal that only wakes."""


def say(text: str) -> None:
    """A line for people."""
    sys.stderr.write(f"pmap: {text}\n")
    sys.stderr.flush()


def read_arguments(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str], list[str] | None]:
    """The options, the command, and the items behind `:::` (None where it does not stand there)."""
    given: list[str] | None = None
    before = list(arguments)
    if ":::" in before:
        at = before.index(":::")
        before, given = before[:at], before[at + 1 :]
    parser = argparse.ArgumentParser(
        prog="pmap",
        description=__doc__,
        usage="pmap [options] COMMAND [ARGUMENT...] [::: ITEM...]",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "-j", "--jobs", type=_jobs, default=0, metavar="N", help="so many at a time, or auto (free cores, memory)"
    )
    parser.add_argument("-0", "--null", action="store_true", help="items on standard input end with NUL, not a line")
    parser.add_argument("--glob", action="append", metavar="PATTERN", help="the paths that fit are the items")
    parser.add_argument("--journal", metavar="FILE", help="write down what was done, and leave out what was done")
    parser.add_argument("--timeout", type=float, default=0.0, metavar="SECONDS", help="end what takes longer")
    parser.add_argument("--stop", action="store_true", help="begin nothing more when one has failed")
    parser.add_argument("--memory", type=int, default=256, metavar="MB", help="what a command may need (for auto)")
    parser.add_argument("--verbose", action="store_true", help="tell of every item, not only of those that failed")
    parser.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args(before)
    command: list[str] = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("there is no command")
    if given is not None and options.glob:
        parser.error("items stand behind `:::` or come of --glob, not both")
    return options, command, given


def _jobs(text: str) -> int:
    if text == "auto":
        return 0
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1, or auto")
    return int(text)


def main(arguments: Sequence[str]) -> int:
    """Do it all; the exit status is told by `--help`."""
    options, command, given = read_arguments(arguments)
    journal: Journal | None = None
    try:
        journal = Journal(options.journal, command) if options.journal else None
        pool = Pool(options, command, journal)
        items = items_of(options, given)
        pool.run(items)
        left = 0 if given is None and not options.glob else pool.left(items)  # a stream may have no end
        if journal:
            journal.close()
    except CannotGoOn as error:
        say(str(error.args[0]))
        return int(error.args[1])
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # nobody reads any more
    except OSError as error:
        say(f"{error.filename or 'this machine'}: {error.strerror}")
        return 3
    told = f"{pool.done + pool.failed + pool.skipped} items: {pool.done} done, {pool.failed} failed"
    told += f", {pool.skipped} done before" if pool.skipped else ""
    say(told + (f", {left} not begun" if left else ""))
    if pool.failures:
        more = pool.failed - len(pool.failures)
        say("failed: " + ", ".join(pool.failures) + (f" and {more} more" if more else ""))
    if pool.signal:
        say("ended by a signal; " + ("the same command goes on" if journal else "what was at work is not done"))
        return 128 + pool.signal
    return 1 if pool.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
