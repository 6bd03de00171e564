"""The journal of a run: what was begun and what has ended, one line of JSON an event, on the disk before it counts.

<folder>/journal.jsonl    the run at hand or the last one      <folder>/outputs/    what steps print, a file each
<folder>/previous.jsonl   the run before it: how long steps took
<folder>/reserve          room that is given up when the disk is full, so that what ends can still be recorded

A line that a crash cut short at the end never counted and is cut off. One process at a time holds a journal.
"""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, Literal

import msgspec

from skillrt.errors import Diagnostic, InputError, MachineError
from skillrt.store.locking import try_lock

JOURNAL_FILE: Final = "journal.jsonl"
_RESERVE: Final = 64 * 1024
_MAX_LINE: Final = 64 * 1024
Ending = Literal["done", "failed", "timed-out", "interrupted"]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line. `begun` names the run (`key`), `started` and `running` (with the process group) and `ended` a step,
    `finished` says how the run ended."""

    event: Literal["begun", "resumed", "started", "running", "ended", "skipped", "finished"]
    step: str = ""
    key: str = ""
    attempt: int = 0
    group: int = 0
    status: int = 0
    seconds: float = 0.0
    ending: str = ""


@dataclass(slots=True)
class Past:
    """What a journal says of a run: seconds by step that was done; process groups (0: unknown) of steps that were
    running when it broke off."""

    key: str = ""
    done: dict[str, float] = field(default_factory=dict[str, float])
    running: dict[str, int] = field(default_factory=dict[str, int])
    finished: str = ""

    @property
    def broken_off(self) -> bool:
        """Whether there is a run that did not come to its end."""
        return bool(self.key) and self.finished != "completed"


class JournalFull(Exception):
    """An event could not be made durable; nothing that builds on it may begin."""


class Journal:
    """Open for one process; events are appended. Use as a context."""

    def __init__(self, path: Path, outputs: Path) -> None:
        """Open and hold the journal at `path`. Raises InputError where another process holds it, MachineError where
        the machine refuses."""
        self.path = path
        self.outputs = outputs
        self._reserve = path.with_name(f"{path.name}.reserve")
        try:
            outputs.mkdir(parents=True, exist_ok=True, mode=0o700)
            number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _refused(path, error) from error
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise _refused(path, OSError(0, "it is no regular file"))
        self._stream: IO[bytes] = os.fdopen(number, "r+b", buffering=0)
        if not try_lock(number):
            self._stream.close()
            message = f"another run of this workflow is at work: it holds `{path}`"
            raise InputError(Diagnostic.of("workflow.busy", message))

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the journal."""
        with suppress(OSError):
            self._reserve.unlink(missing_ok=True)
        self._stream.close()

    def past(self) -> Past:
        """What it holds; a line that was cut short is cut off. Raises InputError for what is no journal."""
        past, good, whole = _read(self._stream, self.path)
        if good < whole:
            try:
                self._stream.truncate(good)
            except OSError as error:
                raise _refused(self.path, error) from error
        return past

    def clear(self) -> None:
        """Keep what is there as the previous run and begin anew. Raises MachineError."""
        try:
            self._stream.seek(0)
            data = self._stream.read()
            if data:
                previous = previous_of(self.path)
                temporary = previous.with_name(f".{previous.name}.new")
                temporary.write_bytes(data)
                temporary.replace(previous)
            self._stream.truncate(0)
        except OSError as error:
            raise _refused(self.path, error) from error

    def reserve(self) -> None:
        """Set room aside for what has to be recorded on a full disk. Raises JournalFull where there is none."""
        try:
            with self._reserve.open("wb") as stream:
                stream.write(bytes(_RESERVE))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            with suppress(OSError):
                self._reserve.unlink(missing_ok=True)
            raise JournalFull(error.strerror or str(error)) from error

    def write(self, events: Sequence[Event], *, durable: bool = True) -> None:
        """Append events, all of them or none. Raises JournalFull."""
        if not events:
            return
        data = b"".join(msgspec.json.encode(item) + b"\n" for item in events)
        number = self._stream.fileno()
        size = os.fstat(number).st_size
        try:
            written = 0
            while written < len(data):
                written += os.write(number, data[written:])
            if durable:
                os.fsync(number)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(number, size)
            raise JournalFull(error.strerror or str(error)) from error

    def write_last(self, events: Sequence[Event]) -> bool:
        """Append events on a full disk, with the room that was set aside; whether that went well."""
        with suppress(OSError):
            self._reserve.unlink(missing_ok=True)
        try:
            self.write(events)
        except JournalFull:
            return False
        return True


def read_past(path: Path) -> Past:
    """What the journal at `path` says, without holding it; empty where it is not there or is none."""
    try:
        with path.open("rb") as stream:
            return _read(stream, path)[0]
    except (OSError, InputError):
        return Past()


def previous_of(path: Path) -> Path:
    """Where the journal of the run before is kept."""
    return path.with_name("previous.jsonl" if path.name == JOURNAL_FILE else f"{path.name}.previous")


def _read(stream: IO[bytes], path: Path) -> tuple[Past, int, int]:
    """What it says, the size of its whole lines, and its size."""
    past = Past()
    decoder = msgspec.json.Decoder(Event)
    good = 0
    stream.seek(0)
    buffered = open(stream.fileno(), "rb", closefd=False)  # noqa: SIM115  (the file stays open)
    for line in buffered:
        if not line.endswith(b"\n") or len(line) > _MAX_LINE:
            break
        try:
            event = decoder.decode(line)
        except msgspec.MsgspecError as error:
            if buffered.peek(1):
                message = f"`{path}` is no journal of a workflow: {error}"
                raise InputError(Diagnostic.of("workflow.bad-journal", message)) from None
            break  # a disk that lost power may have written the last line in part
        _add(past, event)
        good += len(line)
    return past, good, os.fstat(stream.fileno()).st_size


def _add(past: Past, event: Event) -> None:
    if event.event == "begun":
        past.key = event.key
        past.finished = ""
    elif event.event == "resumed":
        past.finished = ""
        past.running.clear()
    elif event.event in ("started", "running"):
        past.running[event.step] = event.group
    elif event.event == "ended":
        past.running.pop(event.step, None)
        if event.ending == "done":
            past.done[event.step] = event.seconds
    elif event.event == "finished":
        past.finished = event.ending


def _refused(path: Path, error: OSError) -> MachineError:
    message = f"the journal `{path}` cannot be used: {error.strerror or error}"
    return MachineError(Diagnostic.of("workflow.journal-unwritable", message))
