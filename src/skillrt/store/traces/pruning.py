"""Forget what is old, or too much: exchanges and episodes first, then every blob and file that nothing names."""

import sqlite3
from typing import Final, Literal, cast

import msgspec

from skillrt.store.traces.blobs import DIGEST_SIZE, unpack
from skillrt.store.traces.database import transaction
from skillrt.store.traces.episode import Episode
from skillrt.store.traces.records import RunRecord

_BLOBS_OF: Final = ("head", "tools", "response", "request_body", "response_body")
_UNNAMED_SECONDS: Final = 3_600  # a run puts its files in first, and what names them when it is done


class Pruned(msgspec.Struct, frozen=True):
    """What went: counts, and the size of the store in bytes before and after."""

    exchanges: int
    episodes: int
    blobs: int
    files: int
    size_before: int
    size_after: int


def size_of(connection: sqlite3.Connection) -> int:
    """The bytes that the store holds, without pages that are free."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    return (pages - free) * page


class Retention(msgspec.Struct, frozen=True):
    """How long and how much is kept without anybody's doing: days since it was put in, and bytes. 0: no limit."""

    days: int = 90
    size: int = 4 * 1024**3

    def keep(self, connection: sqlite3.Connection, now: int) -> None:
        """Forget what is beyond it at `now`, in seconds since the epoch. Pages that become free are used again; the
        file does not shrink. Raises sqlite3.Error."""
        edge = now - self.days * 86_400 if self.days else 0
        old = connection.execute("SELECT 1 FROM exchanges WHERE at < ? LIMIT 1", (edge,)).fetchone()
        if old:
            _forget(connection, _Edge("at", edge, edge))
            _sweep(connection)
        if self.size and size_of(connection) > self.size:
            prune(connection, max_size=self.size, shrink=False)


class _Edge(msgspec.Struct, frozen=True):
    """What is to go: the column, and the values below which it does, in the unit of exchanges and of the rest."""

    column: Literal["started", "at"]
    exchanges: int
    rest: int


def _before(started_ns: int) -> _Edge:
    return _Edge("started", started_ns, -(-started_ns // 1_000_000))  # ms, rounded up


def prune(
    connection: sqlite3.Connection, *, before_ns: int = 0, max_size: int | None = None, shrink: bool = True
) -> Pruned:
    """Forget what began before a time, then the oldest until at most `max_size` bytes are left.

    Writers may go on meanwhile; with `shrink` they wait while the file is written anew. Raises sqlite3.Error.
    """
    size_before = size_of(connection)
    exchanges, episodes = _forget(connection, _before(before_ns)) if before_ns else (0, 0)
    blobs, files = _sweep(connection)
    while max_size is not None and size_of(connection) > max_size and (edge := _oldest(connection)) is not None:
        more = _forget(connection, _before(edge + 1))
        exchanges, episodes = exchanges + more[0], episodes + more[1]
        swept = _sweep(connection)
        blobs, files = blobs + swept[0], files + swept[1]
    if shrink:
        if exchanges or episodes or blobs or files:
            connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Pruned(exchanges, episodes, blobs, files, size_before, size_of(connection))


def _oldest(connection: sqlite3.Connection) -> int | None:
    """A time (ns) up to which a tenth of all, one at least, began; None where nothing is left."""
    found = (
        "WITH all_begun AS (SELECT started FROM exchanges UNION ALL SELECT started * 1000000 FROM episodes "
        "UNION ALL SELECT started * 1000000 FROM runs) SELECT started FROM all_begun ORDER BY started "
        "LIMIT 1 OFFSET (SELECT max(0, count(*) / 10 - 1) FROM all_begun)"
    )
    row = connection.execute(found).fetchone()
    return row[0] if row else None


def _forget(connection: sqlite3.Connection, edge: _Edge) -> tuple[int, int]:
    """Forget what lies before; how many exchanges and episodes went."""
    old = f"{edge.column} < ?"
    with transaction(connection):
        exchanges = connection.execute(f"DELETE FROM exchanges WHERE {old}", (edge.exchanges,)).rowcount
        for table in ("episode_skills", "marks"):
            statement = f"DELETE FROM {table} WHERE episode IN (SELECT id FROM episodes WHERE {old})"
            connection.execute(statement, (edge.rest,))
        episodes = connection.execute(f"DELETE FROM episodes WHERE {old}", (edge.rest,)).rowcount
        connection.execute(f"DELETE FROM runs WHERE {old}", (edge.rest,))
        connection.execute("DELETE FROM scopes WHERE scope NOT IN (SELECT scope FROM exchanges)")
    return exchanges, episodes


def _sweep(connection: sqlite3.Connection) -> tuple[int, int]:
    """Delete the blobs and files that nothing names. The generation tells writers to write again what they knew."""
    with transaction(connection):
        used: set[bytes] = set()
        for row in connection.execute(f"SELECT messages, {', '.join(_BLOBS_OF)} FROM exchanges"):
            packed = cast("bytes", row[0] or b"")
            used.update(packed[at : at + DIGEST_SIZE] for at in range(0, len(packed), DIGEST_SIZE))
            used.update(digest for digest in tuple(row)[1:] if digest)
        blobs = [row[0] for row in connection.execute("SELECT digest FROM blobs") if row[0] not in used]
        connection.executemany("DELETE FROM blobs WHERE digest = ?", [(digest,) for digest in blobs])
        kept = _files_named(connection)
        old = f"SELECT sha256 FROM files WHERE at < CAST(strftime('%s', 'now') AS INTEGER) - {_UNNAMED_SECONDS}"
        files = [row[0] for row in connection.execute(old) if row[0] not in kept]
        connection.executemany("DELETE FROM files WHERE sha256 = ?", [(digest,) for digest in files])
        if blobs:
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
    return len(blobs), len(files)


def _files_named(connection: sqlite3.Connection) -> set[str]:
    owners: list[Episode | RunRecord] = [
        msgspec.json.decode(unpack(row[0], row[1]), type=Episode)
        for row in connection.execute("SELECT packed, data FROM episodes")
    ]
    owners += [msgspec.json.decode(row[0], type=RunRecord) for row in connection.execute("SELECT data FROM runs")]
    changes = [change for owner in owners for change in (*owner.before, *owner.changes)]
    return {digest for change in changes for digest in (change.before, change.after) if digest}
