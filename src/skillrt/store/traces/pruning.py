"""Forget what is old, or too much: exchanges and episodes first, then every blob and file that nothing names."""

import sqlite3
from typing import Final, cast

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


def prune(connection: sqlite3.Connection, *, before_ns: int = 0, max_size: int = 0) -> Pruned:
    """Forget what began before a time, then the oldest until at most `max_size` bytes are left (0: no limit).

    Writers may go on meanwhile. Raises sqlite3.Error.
    """
    size_before = size_of(connection)
    exchanges, episodes = _forget(connection, before_ns) if before_ns else (0, 0)
    blobs, files = _sweep(connection)
    while max_size and size_of(connection) > max_size and (edge := _oldest(connection)):
        more = _forget(connection, edge + 1)
        exchanges, episodes = exchanges + more[0], episodes + more[1]
        swept = _sweep(connection)
        blobs, files = blobs + swept[0], files + swept[1]
    if exchanges or episodes or blobs or files:
        connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Pruned(exchanges, episodes, blobs, files, size_before, size_of(connection))


def _oldest(connection: sqlite3.Connection) -> int:
    """A time (ns) up to which a tenth of all, one at least, began; 0 where nothing is left."""
    found = (
        "SELECT started FROM exchanges UNION ALL SELECT started * 1000000 FROM episodes ORDER BY started "
        "LIMIT 1 OFFSET (SELECT max(0, "
        "((SELECT count(*) FROM exchanges) + (SELECT count(*) FROM episodes)) / 10 - 1))"
    )
    row = connection.execute(found).fetchone()
    return row[0] if row else 0


def _forget(connection: sqlite3.Connection, edge_ns: int) -> tuple[int, int]:
    """Forget what began before; how many exchanges and episodes went."""
    edge = (-(-edge_ns // 1_000_000),)  # ms, rounded up
    with transaction(connection):
        exchanges = connection.execute("DELETE FROM exchanges WHERE started < ?", (edge_ns,)).rowcount
        for table in ("episode_skills", "marks"):
            connection.execute(
                f"DELETE FROM {table} WHERE episode IN (SELECT id FROM episodes WHERE started < ?)", edge
            )
        episodes = connection.execute("DELETE FROM episodes WHERE started < ?", edge).rowcount
        connection.execute("DELETE FROM runs WHERE started < ?", edge)
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
