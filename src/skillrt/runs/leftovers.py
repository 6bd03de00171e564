"""What a run leaves behind that was killed, removed by the next one: its configuration folder, and the skills that it
laid into a project.

Each run holds a file of its own beside its folder while it goes on. A lock ends with its process: a file that nobody
holds is one of a dead run. Where there are no such locks nothing is kept, and nothing removed.
"""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import SkillrtError
from skillrt.harness import uninstall
from skillrt.harness.receipt import read_receipt, stamp_of
from skillrt.runs.plan import Say
from skillrt.store.locking import flock
from skillrt.targets import Harness

_ENDING: Final = ".run"


class Laid(msgspec.Struct, frozen=True):
    """A skill in a project's folder `skills`, of which `made` was not there before; `stamp` is of its installation,
    so that one of the user's, made later, is told from it."""

    skills: str
    name: str
    stamp: int
    made: tuple[str, ...] = ()


class Mark:
    """The file of a run that goes on. Where it cannot be written, nothing is noted: the run is worth more."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    def note(self, skills: Path, place: Path, made: tuple[Path, ...]) -> None:
        """A skill was laid at `place`, in the folder `skills`."""
        if self._number is None:
            return
        laid = Laid(str(skills), place.name, stamp_of(place), tuple(map(str, made)))
        with suppress(OSError):
            os.write(self._number, msgspec.json.encode(laid) + b"\n")


@contextmanager
def marked(runs: Path, name: str) -> Generator[Mark]:
    """The run `name`, whose folder is `runs/name`, goes on until this ends."""
    path = runs / f"{name}{_ENDING}"
    number = _held(path)
    try:
        yield Mark(number)
    finally:
        if number is not None:
            with suppress(OSError):
                path.unlink()
            os.close(number)


def _held(path: Path) -> int | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return None
    if flock(number):
        return number
    os.close(number)
    return None


def sweep(runs: Path, harness: Harness, say: Say) -> None:
    """Remove what dead runs, of whatever harness, have left below `runs` and in projects. `say` hears what was
    removed there, and what was not, since it was changed meanwhile."""
    for path in sorted(runs.glob(f"*{_ENDING}")):
        try:
            number = os.open(path, os.O_RDONLY)
        except OSError:
            continue
        try:
            if flock(number):
                for laid in _noted(path):
                    _remove(laid, harness, say)
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                path.unlink(missing_ok=True)
        finally:
            os.close(number)


def _noted(path: Path) -> Iterator[Laid]:
    for line in path.read_bytes().splitlines():
        with suppress(msgspec.MsgspecError):  # half a line
            yield msgspec.json.decode(line, type=Laid)


def _remove(laid: Laid, harness: Harness, say: Say) -> None:
    skills = Path(laid.skills)
    place = skills / laid.name
    if not laid.stamp or stamp_of(place) != laid.stamp:
        return  # it is gone, or somebody has put it there again
    try:
        receipt = read_receipt(place)
        uninstall(laid.name, msgspec.structs.replace(harness, name=receipt.harness) if receipt else harness, skills)
    except (SkillrtError, OSError) as error:
        say(f"`{place}` was left by a run that was killed, and stays: {error}")
        return
    say(f"`{place}` was left by a run that was killed: removed")
    with suppress(OSError):
        for folder in laid.made:
            Path(folder).rmdir()
