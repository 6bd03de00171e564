"""Whether other runs were at work in the same workspace at the same time: what they wrote is no work of this one.

A file per workspace below SkillRT's folder. Each run holds it in common while it goes on and makes it a byte longer,
so that who comes later is seen too. A lock ends with its process; nothing has to be put right after a crash.
"""

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from skillrt.store.locking import flock, try_lock

FOLDER = "at-work"


class OtherRuns:
    """The others that were at work in the workspace since this run began; known until it ends."""

    def __init__(self, number: int | None, *, found: bool) -> None:
        self._number = number
        self._found = found
        self._size = _size(number)

    def seen(self) -> bool:
        """Whether there are any. Where the folder can hold no lock, or the system has none, nobody is seen."""
        return self._found or _size(self._number) > self._size


@contextmanager
def at_work_in(workspace: Path, data: Path) -> Generator[OtherRuns]:
    """This run works in the workspace until this ends. `data` is SkillRT's folder."""
    number = _opened(workspace, data)
    try:
        yield OtherRuns(number, found=number is not None and not _entered(number))
    finally:
        if number is not None:
            os.close(number)


def _opened(workspace: Path, data: Path) -> int | None:
    name = hashlib.sha256(os.fsencode(workspace.resolve())).hexdigest()[:32]
    try:
        (data / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(data / FOLDER / name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return None


def _entered(number: int) -> bool:
    """Hold the file in common; whether nobody held it."""
    alone = try_lock(number)
    with suppress(OSError):  # a full disk
        os.write(number, b".")
    flock(number, shared=True, wait=True)
    return alone


def _size(number: int | None) -> int:
    return 0 if number is None else os.fstat(number).st_size
