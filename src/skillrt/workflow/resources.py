"""Which steps may not run at once because of what they read and write."""

import posixpath
from collections.abc import Iterator
from typing import Final

from skillrt.ir.workflow import StepRecord

# What a step gives another is an edge, and each step has a shell and variables of its own.
_SHARED: Final = frozenset({"file", "directory", "url"})
_FOLDER: Final = "directory"


class Claim:
    """What one step reads and writes, as keys that can be compared; `folders` are those of whole folders."""

    __slots__ = ("folders", "reads", "writes")

    def __init__(self, step: StepRecord) -> None:
        reads = {_key(item.kind, item.name) for item in step.reads if item.kind in _SHARED}
        self.writes = tuple(sorted({_key(item.kind, item.name) for item in step.writes if item.kind in _SHARED}))
        self.reads = tuple(sorted(reads.difference(self.writes)))
        both = (*step.reads, *step.writes)
        self.folders = frozenset(_key(item.kind, item.name) for item in both if item.kind == _FOLDER)


class Held:
    """What running steps hold. A file meets itself and the folders above it that are held as a whole."""

    def __init__(self) -> None:
        self._own: dict[str, list[int]] = {}  # key -> readers, writers
        self._folders: dict[str, list[int]] = {}  # the same, where it is held as a folder
        self._below: dict[str, list[int]] = {}  # folder -> readers, writers of what is in it

    def conflict(self, claim: Claim) -> str:
        """The key, as it is held, of the first thing that stands in the way; '' where none does."""
        for keys, by_readers in ((claim.writes, True), (claim.reads, False)):
            for key in keys:
                if found := self._in_the_way(key, folder=key in claim.folders, by_readers=by_readers):
                    return found
        return ""

    def take(self, claim: Claim) -> None:
        """Hold what the step reads and writes."""
        self._count(claim, 1)

    def release(self, claim: Claim) -> None:
        """Let go of it."""
        self._count(claim, -1)

    def _in_the_way(self, key: str, *, folder: bool, by_readers: bool) -> str:
        if _busy(self._own.get(key), by_readers=by_readers):
            return key
        if folder and _busy(self._below.get(key), by_readers=by_readers):
            return key
        for above in _above(key):
            if _busy(self._folders.get(above), by_readers=by_readers):
                return above
        return ""

    def _count(self, claim: Claim, by: int) -> None:
        for place, keys in ((0, claim.reads), (1, claim.writes)):
            for key in keys:
                _add(self._own, key, place, by)
                if key in claim.folders:
                    _add(self._folders, key, place, by)
                for above in _above(key):
                    _add(self._below, above, place, by)


def touched(claim: Claim) -> Iterator[str]:
    """Every key under which another step may wait for this one."""
    for key in (*claim.reads, *claim.writes):
        yield key
        yield from _above(key)


def _add(counts: dict[str, list[int]], key: str, place: int, by: int) -> None:
    found = counts.setdefault(key, [0, 0])
    found[place] += by
    if not any(found):
        del counts[key]


def _busy(count: list[int] | None, *, by_readers: bool) -> bool:
    return count is not None and (count[1] > 0 or (by_readers and count[0] > 0))


def _key(kind: str, name: str) -> str:
    if kind == "url":
        return f"url {name}"
    return posixpath.normpath(name) if name else "."


def _above(key: str) -> Iterator[str]:
    """The folders that hold a path, the nearest first; `.` for relative ones."""
    if key.startswith("url "):
        return
    while True:
        parent = posixpath.dirname(key) or ("." if key != "." else "")
        if parent in ("", key):
            return
        yield parent
        key = parent
