"""The one writer: a thread that takes what is queued and puts it into the database, a transaction at a time."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import MachineError
from skillrt.store.traces.blobs import pack
from skillrt.store.traces.database import connect, transaction
from skillrt.store.traces.rows import COLUMNS, Prepared, Statement

FLUSH_SECONDS: Final = 0.2
_RETRY_SECONDS: Final = 1.0
_UPKEEP_SECONDS: Final = 3_600.0
_KNOWN_BLOBS: Final = 200_000
_INSERT: Final = f"INSERT OR IGNORE INTO exchanges ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_UNFIT: Final = (
    ValueError,
    TypeError,
    RecursionError,
    OverflowError,
    sqlite3.InterfaceError,
    sqlite3.DataError,
    sqlite3.ProgrammingError,
)

Item = Prepared | Statement | Callable[[], Prepared | Statement]


class Limits(msgspec.Struct, frozen=True):
    """How much may wait to be written: items, and bytes of them."""

    items: int = 10_000
    size: int = 64 * 1024 * 1024


class Writer:
    """Writes what is given to `add`, in order, in a thread of its own. Nothing here raises for what the disk does.

    An item is a record, a statement, or a function that makes one of them. `upkeep` is called with the connection
    after the first items were written, and once an hour then; it may raise sqlite3.Error.
    """

    def __init__(
        self, path: Path, limits: Limits, say: Callable[[str], None], upkeep: Callable[[sqlite3.Connection], None]
    ) -> None:
        self._path = path
        self._limits = limits
        self._say = say
        self._upkeep = upkeep
        self._next_upkeep = 0.0
        self._connection: sqlite3.Connection | None = connect(path)
        self._known: dict[bytes, None] = {}
        self._generation = -1
        self._lock = threading.Condition()
        self._waiting: deque[tuple[Item, int]] = deque()
        self._size = 0
        self._added = 0  # items ever taken
        self._done = 0  # items written or given up
        self._wanted = 0  # somebody waits for so many items
        self._dropped = 0
        self._said = False
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="skillrt-traces", daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """How many items were given up: the queue was full, or the disk."""
        return self._dropped

    def add(self, item: Item, size: int) -> bool:
        """Queue an item of about so many bytes; False, and counted, where there is no room. Waits for no disk."""
        with self._lock:
            if not self._closing and len(self._waiting) < self._limits.items and self._size < self._limits.size:
                self._waiting.append((item, size))
                self._size += size
                self._added += 1
                if len(self._waiting) == 1:
                    self._lock.notify_all()
                return True
        self.drop("they come faster than they can be written")
        return False

    def drop(self, why: str, count: int = 1) -> None:
        """Count what is lost, and say so the first time."""
        with self._lock:
            self._dropped += count
            first, self._said = not self._said, True
        if first:
            self._say(f"traces are not being kept: {why}. Requests go on.")

    def flush(self, seconds: float) -> bool:
        """Wait until everything added so far is committed; False where it was not within the time, or given up."""
        end = time.monotonic() + seconds
        with self._lock:
            target, dropped = self._added, self._dropped
            self._wanted = max(self._wanted, target)
            self._lock.notify_all()
            while self._done < target:
                left = end - time.monotonic()
                if left <= 0 or not self._thread.is_alive():
                    return False
                self._lock.wait(left)
            return self._dropped == dropped

    def close(self, seconds: float = 10.0) -> None:
        """Write what waits, then let go of the file."""
        self.flush(seconds)
        with self._lock:
            self._closing = True
            self._lock.notify_all()
        self._thread.join(seconds)

    def _work(self) -> None:
        while True:
            batch = self._take()
            if not batch and self._closing:
                break
            problem = self._write(batch)
            if not problem:
                continue
            if self._closing:
                with self._lock:
                    self._settle(batch)
                self.drop(problem, len(batch))
                break
            self._put_back(batch, problem)
        if self._connection is not None:
            self._connection.close()

    def _take(self) -> list[tuple[Item, int]]:
        """What has come within one interval after the first; at once where somebody waits for it."""
        with self._lock:
            while not self._waiting and not self._closing:
                self._lock.wait()
            end = time.monotonic() + FLUSH_SECONDS
            while not self._closing and self._wanted <= self._done and (left := end - time.monotonic()) > 0:
                self._lock.wait(left)
            batch = list(self._waiting)
            self._waiting.clear()
            return batch

    def _put_back(self, batch: list[tuple[Item, int]], problem: str) -> None:
        """Try again a little later: a full disk may have room again, another process may be done."""
        with self._lock:
            self._waiting.extendleft(reversed(batch))
            first, self._said = not self._said, True
        if first:
            self._say(f"traces cannot be written now: {problem}. Requests go on.")
        with self._lock:
            self._lock.wait_for(lambda: self._closing, _RETRY_SECONDS)

    def _settle(self, batch: list[tuple[Item, int]]) -> None:
        self._size -= sum(size for _, size in batch)
        self._done += len(batch)
        self._lock.notify_all()

    def _write(self, batch: list[tuple[Item, int]]) -> str:
        """Commit the items; what went wrong, in words, where nothing was written."""
        try:
            if self._connection is None:
                self._connection = connect(self._path)
            self._commit(self._connection, [item for item, _ in batch])
        except (sqlite3.Error, MachineError, OSError) as error:
            self._known.clear()
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            return str(error)
        with self._lock:
            self._settle(batch)
        self._keep_up()
        return ""

    def _keep_up(self) -> None:
        if self._connection is None or self._closing or time.monotonic() < self._next_upkeep:
            return
        self._next_upkeep = time.monotonic() + _UPKEEP_SECONDS
        with suppress(sqlite3.Error):  # the next hour, then
            self._upkeep(self._connection)

    def _commit(self, connection: sqlite3.Connection, items: list[Item]) -> None:
        with transaction(connection):
            (generation,) = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
            if generation != self._generation or len(self._known) > _KNOWN_BLOBS:
                self._known.clear()
                self._generation = generation
            for item in items:
                try:
                    self._put(connection, item)
                except _UNFIT as error:  # the one item cannot be kept (text that is no Unicode, a number too large)
                    self.drop(str(error))

    def _put(self, connection: sqlite3.Connection, item: Item) -> None:
        if callable(item):
            item = item()
        if not isinstance(item, Prepared):
            connection.execute(*item)
            return
        for digest, data in item.blobs:
            if digest not in self._known:
                packed, kept = pack(data)
                connection.execute(
                    "INSERT OR IGNORE INTO blobs VALUES (?, ?, ?, ?)", (digest, len(data), packed, kept)
                )
                self._known[digest] = None
        connection.execute(_INSERT, item.columns)
