"""Open the SQLite file of the traces: write-ahead log, private to the user, brought to the newest schema."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError

DATABASE_FILE: Final = "traces.db"
BUSY_MS: Final = 5_000  # how long a statement waits for another process that writes
_TIGHT_MODE: Final = 0o077


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to the store at `path`, in autocommit mode: transactions are begun by hand.

    The folder is made (0700) and the file too (0600), unless `read_only`. Raises MachineError.
    """
    try:
        if not read_only:
            _make_private(path)
        name = path.absolute().as_uri() + "?mode=ro" if read_only else str(path)
        # each connection stays with one thread; `close` may come from another one
        connection = sqlite3.connect(
            name, uri=read_only, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise _refused(path, error) from error
    try:
        _prepare(connection, read_only=read_only)
    except sqlite3.Error as error:
        connection.close()
        raise _refused(path, error) from error
    return connection


def connect_to_nothing() -> sqlite3.Connection:
    """A connection to an empty store that is no file."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _prepare(connection, read_only=False)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """Begin to write, and commit at the end; nothing is changed where an exception comes out."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def schema_version() -> int:
    """The version that this program reads and writes."""
    return len(_migrations())


def _prepare(connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    if read_only:
        _check_version(connection)
        return
    connection.execute("PRAGMA journal_mode = WAL")
    # a process that is killed loses nothing that was committed; a machine that loses power may lose the last moments
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA journal_size_limit = 67108864")
    _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    steps = _migrations()
    if _check_version(connection) == len(steps):
        return
    with transaction(connection):
        # another process may have done it while this one waited
        for number in range(_check_version(connection), len(steps)):
            for statement in _statements(steps[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _check_version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > schema_version():
        raise sqlite3.DatabaseError(f"it was written by a newer version of SkillRT (schema {version})")
    return int(version)


def _migrations() -> list[str]:
    folder = resources.files("skillrt.store.traces") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in names]


def _statements(script: str) -> list[str]:
    """The statements of a migration. (`executescript` would commit the transaction that it runs in.)"""
    found: list[str] = []
    text = ""
    for line in script.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            found.append(text)
            text = ""
    return found


def _make_private(path: Path) -> None:
    # a folder that is there already may be anybody's: its mode is not ours to change
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if os.name == "posix" and os.fstat(descriptor).st_mode & _TIGHT_MODE:
            os.fchmod(descriptor, 0o600)  # its log files take the mode of the file
    finally:
        os.close(descriptor)


def _refused(path: Path, error: Exception) -> MachineError:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return MachineError(Diagnostic.of("machine.traces", f"the trace store `{path}` cannot be used: {words}"))
