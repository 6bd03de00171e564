"""Forgetting runs of workflows: journals and what steps printed, by age and by size, only when it is asked for.

A run that is at work stays, whatever its age. One that broke off could be gone on with: it stays as well, unless that
is asked for by name.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.store.locking import try_lock
from skillrt.store.placing import remove_folder
from skillrt.workflow.journal import JOURNAL_FILE, read_past

_KEY: Final = re.compile(r"[0-9a-f]{64}\Z")


class Limits(msgspec.Struct, frozen=True):
    """What stays: runs that ended at `since` or later (seconds since 1970; 0: all), the newest `max_size` bytes
    (0: all). With `broken_off` also runs that did not come to their end may go."""

    since: float = 0.0
    max_size: int = 0
    broken_off: bool = False


class Pruned(msgspec.Struct, frozen=True):
    """Runs that went and stayed, with their bytes; of those that stayed, how many because they broke off or are at
    work though they were too old or too much."""

    gone: int
    gone_bytes: int
    kept: int
    kept_bytes: int
    spared: int


class _Run(msgspec.Struct, frozen=True):
    folder: Path
    ended: float
    size: int


def prune_runs(folder: Path, limits: Limits, *, dry: bool = False) -> Pruned:
    """Forget runs below `folder`, the oldest first; with `dry` only say what would go."""
    runs = sorted(_runs(folder), key=lambda run: (-run.ended, run.folder.name))
    gone: list[_Run] = []
    kept, spared, room = 0, 0, 0
    for run in runs:
        wanted = run.ended < limits.since or bool(limits.max_size and room + run.size > limits.max_size)
        if wanted and _forget(run.folder, limits, dry=dry):
            gone.append(run)
            continue
        spared += wanted
        kept += 1
        room += run.size
    return Pruned(len(gone), sum(run.size for run in gone), kept, room, spared)


def _runs(folder: Path) -> Iterator[_Run]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        place = folder / name
        # what is called otherwise was not put here by a run
        if _KEY.match(name) and not place.is_symlink() and place.is_dir():
            yield _run(place)


def _run(folder: Path) -> _Run:
    ended, size = 0.0, 0
    for root, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                found = os.lstat(os.path.join(root, name))
                ended, size = max(ended, found.st_mtime), size + found.st_size
    return _Run(folder, ended, size)


def _forget(folder: Path, limits: Limits, *, dry: bool) -> bool:
    """Whether the run went, or would go: it is not at work, and has ended or may go all the same."""
    journal = folder / JOURNAL_FILE
    try:
        number = os.open(journal, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        number = -1
    except OSError:
        return False
    try:
        if number >= 0 and not try_lock(number):
            return False
        if read_past(journal).broken_off and not limits.broken_off:
            return False
        if not dry:
            remove_folder(folder)
    except OSError:
        return False
    finally:
        if number >= 0:
            os.close(number)
    return True
