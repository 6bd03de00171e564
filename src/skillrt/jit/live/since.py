"""What changed in a workspace since a moment: the files by size, time and number, and what became of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from skillrt.jit.recorded import files_below
from skillrt.jit.replay import Replayed

MOST_FILES: Final = 1_500
MOST_BYTES: Final = 64 * 1024 * 1024

Stamps = Mapping[str, tuple[int, int, int]]
"""Size in bytes, time of change in ns and number of each file, by its path relative to the workspace."""


def stamps_of(folder: Path, ignored: tuple[str, ...] = ()) -> dict[str, tuple[int, int, int]]:
    """The stamps of the files below `folder`; those in folders with a name in `ignored` are left out."""
    found: dict[str, tuple[int, int, int]] = {}
    for path in files_below(folder, ignored):
        try:
            status = (folder / path).lstat()
        except OSError:
            continue
        found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def changed_since(folder: Path, before: Stamps, printed: str, ignored: tuple[str, ...] = ()) -> Replayed:
    """What happened to the files since `before`, in the form of a replay."""
    now = stamps_of(folder, ignored)
    changed: dict[str, bytes] = {}
    size = 0
    for path, stamp in now.items():
        if before.get(path) == stamp:
            continue
        size += stamp[0]
        if size > MOST_BYTES:
            return Replayed(changed, (), printed, "more was written than is looked at")
        try:
            changed[path] = (folder / path).read_bytes()
        except OSError as error:
            return Replayed(changed, (), printed, f"`{path}` cannot be read: {error.strerror}")
    return Replayed(changed, tuple(sorted(before.keys() - now.keys())), printed)
