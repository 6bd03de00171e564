"""The journal of a profile: a line of JSON for each trial that has ended, on the disk before it counts.

A profile that was broken off, by Ctrl-C, `kill -9` or a power cut, goes on from here and repeats no trial. A line
that was cut short at the end never counted and is cut off. One process at a time holds a journal.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import msgspec

from skillrt.errors import Diagnostic, InputError, MachineError
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trials import Ended, Outcome, Trial
from skillrt.store.locking import try_lock
from skillrt.targets import Target

FOLDER: Final = "profiles"
_VERSION: Final = 1
_MAX_WHY: Final = 2000


class Head(msgspec.Struct, frozen=True, tag="profile", tag_field="line"):
    """The first line."""

    model: str
    harness: str
    seed: str
    version: int = _VERSION


class Line(msgspec.Struct, frozen=True, tag="trial", tag_field="line", omit_defaults=True):
    """One trial. `probe` is the date of its probe: what was measured with an older one is measured again."""

    primitive: str
    level: int
    number: int
    probe: str
    outcome: Outcome
    why: str = ""
    run: str = ""
    episode: str = ""
    tokens: int = 0
    money: float = 0.0
    seconds: float = 0.0

    @property
    def ended(self) -> Ended:
        """What came of it."""
        spent = Spent(self.tokens, self.money, self.seconds)
        return Ended(outcome=self.outcome, why=self.why, run=self.run, episode=self.episode, spent=spent)


def journal_folder(data: Path, target: Target, seed: str) -> Path:
    """Where journal and traces of this profile are kept, below SkillRT's own folder."""
    key = hashlib.blake2b(f"{target}\0{seed}".encode(), digest_size=6).hexdigest()
    return data / FOLDER / target.folder / key


class Journal:
    """Open for one process. Use as a context."""

    def __init__(self, path: Path, head: Head) -> None:
        """Open, or make, and hold the journal at `path`.

        Raises InputError where another process holds it or it is none of this profile, MachineError where the machine
        refuses.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise _refused(path, error) from error
        self._stream: IO[bytes] = os.fdopen(number, "r+b", buffering=0)
        if not try_lock(number):
            self._stream.close()
            message = f"another process measures this target with this seed: it holds `{path}`"
            raise InputError(Diagnostic.of("profile.busy", message))
        try:
            self.lines = self._read(head)
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def known(self, probes: Mapping[str, str]) -> dict[Trial, Ended]:
        """The trials that count or were skipped, of probes (by primitive) with this date; the last of each."""
        return known_trials(self.lines, self.seed, probes)

    def add(self, trial: Trial, probe: str, ended: Ended) -> None:
        """Append a trial; it is on the disk when this returns. Raises MachineError, and nothing is half written."""
        line = Line(
            trial.primitive,
            trial.level,
            trial.number,
            probe,
            ended.outcome,
            ended.why[:_MAX_WHY],
            ended.run,
            ended.episode,
            ended.spent.tokens,
            ended.spent.money,
            ended.spent.seconds,
        )
        self._write(line)
        self.lines.append(line)

    def _write(self, line: Head | Line) -> None:
        number = self._stream.fileno()
        data = msgspec.json.encode(line) + b"\n"
        size = os.fstat(number).st_size
        try:
            written = 0
            while written < len(data):
                written += os.write(number, data[written:])
            os.fsync(number)
        except OSError as error:
            os.ftruncate(number, size)
            raise _refused(self.path, error) from error

    def _read(self, head: Head) -> list[Line]:
        self.seed = head.seed
        self._stream.seek(0)
        data = self._stream.read()
        whole, _, cut = data.rpartition(b"\n")
        if cut:
            self._stream.truncate(len(data) - len(cut))
        if not whole:
            self._write(head)
            return []
        return _lines(whole, head, self.path)


def known_trials(lines: Sequence[Line], seed: str, probes: Mapping[str, str]) -> dict[Trial, Ended]:
    """The trials of these lines that count or were skipped, of probes (by primitive) with this date; the last of
    each."""
    return {
        Trial(item.primitive, item.level, item.number, seed): item.ended
        for item in lines
        if item.outcome != "void" and probes.get(item.primitive) == item.probe
    }


def read_lines(path: Path, head: Head) -> list[Line]:
    """What the journal at `path` holds, without making or holding it; nothing where there is none.

    Raises InputError where it is none of this profile, MachineError where it cannot be read.
    """
    try:
        whole = path.read_bytes().rpartition(b"\n")[0]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror or error}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error
    return _lines(whole, head, path) if whole else []


def _lines(whole: bytes, head: Head, path: Path) -> list[Line]:
    try:
        first, *rest = [msgspec.json.decode(line, type=Head | Line) for line in whole.split(b"\n")]
    except msgspec.MsgspecError as error:
        raise _wrong(path, str(error)) from None
    if first != head:
        raise _wrong(path, "it is of another profile")
    return [item for item in rest if isinstance(item, Line)]


def _wrong(path: Path, why: str) -> InputError:
    message = f"`{path}` cannot be gone on with: {why}"
    return InputError(Diagnostic.of("profile.bad-journal", message, hint="remove it, or take another `--seed`"))


def _refused(path: Path, error: OSError) -> MachineError:
    return MachineError(Diagnostic.of("machine.io", f"`{path}` cannot be written: {error.strerror or error}"))
