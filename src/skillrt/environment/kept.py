"""Bound environments that are kept on this machine: which there are, which are used, and taking them away."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from skillrt.environment.lock import read_lock
from skillrt.errors import Diagnostic, MachineError, SkillrtError
from skillrt.store.environments import LOCK_FILE, Environments

State = Literal["used", "superseded", "unfinished"]


class Kept(msgspec.Struct, frozen=True):
    """An environment by the key of its lock.

    `used`: the launcher of every skill with these needs finds it; `superseded`: another was bound for its needs
    since; `unfinished`: it was never proven, or its lock is damaged, and it is made anew when it is wanted. `size` is
    in bytes. What follows is of its lock: the key of its needs, the day of its packages, what it was made for.
    """

    key: str
    state: State
    size: int
    needs: str = ""
    date: str = ""
    python: str = ""
    selected: tuple[str, ...] = ()


class Removed(msgspec.Struct, frozen=True):
    """What was taken away, and what stays although it was to go: something is being bound, and it may be that."""

    gone: tuple[Kept, ...]
    spared: tuple[Kept, ...] = ()


def kept(store: Environments) -> tuple[Kept, ...]:
    """All that there are, by key."""
    return tuple(_looked_at(store, key) for key in store.lock_keys())


def remove(store: Environments, wanted: Sequence[Kept], waiting: Callable[[], None], *, dry: bool = False) -> Removed:
    """Take environments away; calls `waiting` where one of these needs is being bound, and waits for that. What is
    used since, though it was not when it was looked at, stays. Raises MachineError."""
    gone: list[Kept] = []
    spared: list[Kept] = []
    for item in wanted:
        (gone if _is_removed(store, item, waiting, dry=dry) else spared).append(item)
    return Removed(tuple(gone), tuple(spared))


def _is_removed(store: Environments, item: Kept, waiting: Callable[[], None], *, dry: bool) -> bool:
    if not item.needs:
        # whose it is to be is not known: whoever binds now may be at it
        if store.is_binding():
            return False
        if not dry:
            _take_away(store, item)
        return True
    if dry:
        return True
    with store.hold(item.needs, waiting):
        if _looked_at(store, item.key).state != item.state:
            return False
        _take_away(store, item)
    return True


def _take_away(store: Environments, item: Kept) -> None:
    if item.needs:
        store.forget(item.needs, item.key)
    store.remove(item.key)
    if os.path.lexists(store.folder(item.key)):
        message = f"`{store.folder(item.key)}` cannot be removed whole"
        raise MachineError(Diagnostic.of("machine.io", message))


def _looked_at(store: Environments, key: str) -> Kept:
    size = sum(_sizes(store.folder(key)))
    data = store.read(key, LOCK_FILE)
    try:
        lock = read_lock(data, LOCK_FILE) if data is not None else None
    except SkillrtError:
        lock = None
    if lock is None or lock.key != key:
        return Kept(key, "unfinished", size)
    state: State = "superseded" if store.is_proven(key) else "unfinished"
    state = "used" if store.last_bound(lock.needs) == key else state
    return Kept(key, state, size, lock.needs, lock.date, lock.python, lock.selected)


def _sizes(folder: Path) -> Iterator[int]:
    """The sizes of all files; links are not followed, and a file with several names counts once."""
    seen: set[tuple[int, int]] = set()
    for root, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                found = os.lstat(os.path.join(root, name))
                if (found.st_dev, found.st_ino) not in seen or not found.st_ino:
                    seen.add((found.st_dev, found.st_ino))
                    yield found.st_size
