"""Write a folder so that it is either there as a whole or not at all: written beside its place, then one rename.

Where a folder is replaced, both are swapped in one step; where the system cannot do that, the old one is renamed
away and the new one in, and the next write at this place brings the old one back if the process died in between.
Folders that dead processes left behind are known by their names and by the lock that nobody holds on them.
"""

import os
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError, MachineError
from skillrt.store.exchange import exchange
from skillrt.store.files import StoredFile, digest_of, is_inside
from skillrt.store.locking import flock

NEW_PREFIX: Final = ".skillrt-new-"
OLD_PREFIX: Final = ".skillrt-old-"
_ATTEMPTS: Final = 3
Read = Callable[[str], bytes]


def place_folder(root: Path, inside: str, files: Sequence[StoredFile], read: Read) -> Path:
    """Put a folder with exactly these files at `root/inside`; returns its path. What was there is replaced.

    `read` gives the content of files that are copied, by their path in the source. Raises InputError where a path
    leaves its folder or a copied file is no longer what was compiled, and MachineError where the machine cannot
    write; in each case, and when interrupted, everything is as before.
    """
    final = root / inside
    for path in (inside, *(item.path for item in files)):
        if not is_inside(path):
            raise InputError(Diagnostic.of("compile.path-leaves", f"the path `{path}` leaves the output folder"))
    try:
        with _folders(root, final.parent), _new_folder(final) as new:
            for item in files:
                _write(new / item.path, item, read)
            _sync(new)
            _put(new, final)
    except (OSError, UnicodeEncodeError) as error:
        raise MachineError(Diagnostic.of("machine.io", _words(final, error))) from error
    return final


def remove_folder(folder: Path) -> None:
    """Remove a folder so that no half of it is ever seen at its place. Raises MachineError."""
    try:
        sweep(folder.parent)
        old = _fresh(folder.parent, OLD_PREFIX, "")
        os.rename(folder, old)
        shutil.rmtree(old)
    except OSError as error:
        raise MachineError(Diagnostic.of("machine.io", _words(folder, error))) from error


def sweep(parent: Path) -> None:
    """Clear away what dead processes left in `parent`, and bring back a folder whose replacement never came."""
    if not parent.is_dir():
        return
    with os.scandir(parent) as items:
        left = sorted(item.name for item in items if item.name.startswith((NEW_PREFIX, OLD_PREFIX)))
    for name in left:
        with ExitStack() as held:
            if not _lock(parent / name, held):
                continue  # its process is alive
            home = name.partition("~")[2]
            if name.startswith(OLD_PREFIX) and home and not os.path.lexists(parent / home):
                os.rename(parent / name, parent / home)
            else:
                shutil.rmtree(parent / name, ignore_errors=True)


@contextmanager
def _folders(root: Path, parent: Path) -> Generator[None]:
    """Make `parent`; take away again what was made of it where the work inside fails."""
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    try:
        parent.mkdir(parents=True, exist_ok=True)
        if not parent.resolve().is_relative_to(root.resolve()):
            message = f"`{parent}` is a link that leaves `{root}`; nothing was written"
            raise InputError(Diagnostic.of("compile.path-leaves", message))
        yield
    except BaseException:
        with suppress(OSError):  # someone else has put something there
            for folder in missing:
                folder.rmdir()
        raise


@contextmanager
def _new_folder(final: Path) -> Generator[Path]:
    sweep(final.parent)
    with ExitStack() as held:
        new = _held_folder(final.parent, held)
        try:
            yield new
        finally:
            # after success this is the old folder, or nothing
            shutil.rmtree(new, ignore_errors=True)


def _held_folder(parent: Path, held: ExitStack) -> Path:
    """A new folder with the lock on it; another process that clears away may be faster than the lock."""
    for _ in range(_ATTEMPTS):
        new = _fresh(parent, NEW_PREFIX, "")
        new.mkdir()
        if _lock(new, held):
            return new
        shutil.rmtree(new, ignore_errors=True)
    new = _fresh(parent, NEW_PREFIX, "")
    new.mkdir()  # a system without such locks
    return new


def _fresh(parent: Path, prefix: str, home: str) -> Path:
    """A name that is free: process id and a number, then what it stands for."""
    number = 0
    while os.path.lexists(path := parent / f"{prefix}{os.getpid()}-{number}{f'~{home}' if home else ''}"):
        number += 1
    return path


def _write(path: Path, item: StoredFile, read: Read) -> None:
    data = item.data if item.data is not None else read(item.origin or item.path)
    if item.data is None and digest_of(data) != item.digest:
        message = f"`{item.origin or item.path}` changed while the skill was compiled; nothing was written"
        raise InputError(Diagnostic.of("compile.source-changed", message))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(data)
    if item.executable:
        mode = path.stat().st_mode
        path.chmod(mode | (mode & 0o444) >> 2)  # executable for whom it is readable


def _put(new: Path, final: Path) -> None:
    if not os.path.lexists(final):
        os.rename(new, final)
    elif not exchange(new, final):
        _put_in_two_steps(new, final)
    _sync(final.parent)


def _put_in_two_steps(new: Path, final: Path) -> None:
    with ExitStack() as held:
        _lock(final, held)
        old = _fresh(final.parent, OLD_PREFIX, final.name)
        os.rename(final, old)
        try:
            os.rename(new, final)
        except BaseException:
            os.rename(old, final)
            raise
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Let the names reach the disk. Contents are not waited for: the manifest's digests tell a damaged file."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot sync a folder
            os.fsync(number)
    finally:
        os.close(number)


def _lock(folder: Path, held: ExitStack) -> bool:
    """Hold the folder until `held` ends; False where another process does, or the system has no such locks."""
    try:
        number = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    held.callback(os.close, number)
    return flock(number) is True


def _words(path: Path, error: OSError | UnicodeEncodeError) -> str:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"`{path}` could not be written: {why}; what was there before is unchanged"
