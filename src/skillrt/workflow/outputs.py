"""The files that steps print to. The file of a running step is locked by what prints to it, so that what an earlier
run left running can be told from what has ended, whoever has its number now."""

import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError
from skillrt.process.started import signal_group
from skillrt.store.locking import try_lock

_NOT_PLAIN: Final = re.compile(r"[^\w.-]+", re.ASCII)
_LOOK: Final = 0.02  # seconds between two looks at a lock
_AFTER_KILL: Final = 2.0
_PROCESSES: Final = Path("/proc")


def output_path(folder: Path, number: int, step: str) -> Path:
    """Where the step with this number prints to."""
    return folder / f"{number + 1:05}-{_NOT_PLAIN.sub('_', step)[:40]}.txt"


def answer_path(output: Path) -> Path:
    """Where the answer of an agent that did the step is kept, beside what was printed meanwhile."""
    return output.with_suffix(".answer.txt")


def beginning_of(path: Path, most: int) -> str:
    """The first `most` characters of a file; empty where it is not there."""
    with suppress(OSError), path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(most).strip()
    return ""


def open_output(path: Path, *, anew: bool) -> int:
    """Open for a program to print to, locked for as long as it or what it started has it open. Raises OSError."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if anew else 0), 0o600)
    try_lock(number)
    return number


def in_use(path: Path) -> bool:
    """Whether something that a step started may still print to the file."""
    try:
        number = os.open(path, os.O_WRONLY)
    except OSError:
        return False
    try:
        return not try_lock(number)
    finally:
        os.close(number)


def drop_empty(path: Path) -> bool:
    """Take away the file of a step that printed nothing; whether it is gone."""
    with suppress(OSError):
        if path.stat().st_size == 0:
            path.unlink()
            return True
    return False


def end_what_was_left(running: Mapping[str, int], paths: Mapping[str, Path], grace: float) -> list[str]:
    """End steps of a run that was killed, so that none runs twice at once; the ids of those that were still at work.

    `running` gives their process groups, 0 where the run was killed before it could note it; where the system tells,
    they are looked for as well. Raises InputError for one that cannot be ended.
    """
    alive = [step for step in running if step in paths and in_use(paths[step])]
    for wait, force in ((grace, False), (_AFTER_KILL, True)):
        left = [step for step in alive if in_use(paths[step])]
        for step in left:
            for group in sorted({running[step], *_groups_at(paths[step])}):
                if group > 1:
                    signal_group(group, force=force)
        _wait(left, paths, wait)
    for step in alive:
        if in_use(paths[step]):
            message = f"step `{step}` of the run that was killed is still at work (process group {running[step]})"
            raise InputError(Diagnostic.of("workflow.still-running", message))
    return alive


def _groups_at(path: Path) -> set[int]:
    """Process groups of programs whose output is the file; none where the system does not tell (all but Linux)."""
    real = os.path.realpath(path)
    found: set[int] = set()
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            if any(os.readlink(folder / "fd" / number) == real for number in ("1", "2")):
                found.add(os.getpgid(int(folder.name)))
    return found


def _wait(steps: list[str], paths: Mapping[str, Path], seconds: float) -> None:
    end = time.monotonic() + seconds
    while any(in_use(paths[step]) for step in steps) and time.monotonic() < end:
        time.sleep(_LOOK)
