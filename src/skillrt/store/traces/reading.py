"""Read the trace store: exchanges and runs, by scope, run or id. Any number of readers beside the writers."""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from skillrt.errors import Diagnostic, MachineError
from skillrt.store.traces.blobs import unpack
from skillrt.store.traces.database import connect, connect_to_nothing
from skillrt.store.traces.records import ExchangeRecord, RunRecord
from skillrt.store.traces.rows import record_of
from skillrt.wire.exchange import Message

_CACHED: Final = 4_096


class TraceReader:
    """The side that reads. Raises MachineError where the file cannot be read."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.connection.row_factory = sqlite3.Row
        self._message = lru_cache(_CACHED)(self._decoded)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at `path`; an empty one is made where none is."""
        return cls(path, connect(path))

    @classmethod
    def look(cls, path: Path) -> Self:
        """Open the store at `path`; where none is, an empty one that leaves nothing behind."""
        return cls(path, connect(path) if path.exists() else connect_to_nothing())

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def exchanges(self, *, scope: str = "", run: str = "", id: str = "", after: int = -1) -> Iterator[ExchangeRecord]:
        """Exchanges in the order in which they began, of one scope, one run or with one id; all without a word."""
        wanted = [(name, value) for name, value in (("scope", scope), ("run", run), ("id", id)) if value]
        where = " AND ".join([*(f"{name} = ?" for name, _ in wanted), "seq > ?"])
        values = (*(value for _, value in wanted), after)
        for row in self.rows(f"SELECT * FROM exchanges WHERE {where} ORDER BY started, seq", values):
            try:
                yield record_of(dict(row), self.blob, self._message)
            except (ValueError, msgspec.MsgspecError) as error:
                raise self.damaged(error) from error

    def run(self, id: str) -> RunRecord | None:
        """The record of a run."""
        row = next(iter(self.rows("SELECT data FROM runs WHERE id = ?", (id,))), None)
        return msgspec.json.decode(row["data"], type=RunRecord) if row else None

    def blob(self, digest: bytes) -> bytes:
        """Content by digest. Raises ValueError where it is not there."""
        row = next(iter(self.rows("SELECT packed, data FROM blobs WHERE digest = ?", (digest,))), None)
        if row is None:
            raise ValueError(f"the blob {digest.hex()} is missing")
        return unpack(row["packed"], row["data"])

    def file(self, sha256: str) -> bytes | None:
        """A file of a workspace by its name; None where it was not kept."""
        row = next(iter(self.rows("SELECT packed, data FROM files WHERE sha256 = ?", (sha256,))), None)
        return unpack(row["packed"], row["data"]) if row and row["data"] is not None else None

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[sqlite3.Row]:
        """The rows of a query."""
        try:
            return self.connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self.damaged(error) from error

    def damaged(self, error: Exception) -> MachineError:
        """The error of a store that cannot be read."""
        return MachineError(Diagnostic.of("machine.traces", f"the trace store `{self.path}` cannot be read: {error}"))

    def _decoded(self, digest: bytes) -> Message:
        return msgspec.json.decode(self.blob(digest), type=Message)
