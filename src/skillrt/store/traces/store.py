"""The trace store as the gateway and the runs use it: put exchanges in without ever waiting, wait where one must."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

import msgspec

from skillrt.store.traces.database import DATABASE_FILE
from skillrt.store.traces.episode import Episode
from skillrt.store.traces.files import file_statement, sha256_of
from skillrt.store.traces.preparing import Preparer
from skillrt.store.traces.pruning import Retention
from skillrt.store.traces.records import ExchangeRecord, RunRecord
from skillrt.store.traces.redaction import Redactor, load_key
from skillrt.store.traces.writing import Limits, Writer

_RUN: Final = "INSERT OR REPLACE INTO runs (id, started, harness, model, status, data) VALUES (?, ?, ?, ?, ?, ?)"
# what a record that came over the wire may do when it is encoded
_NOT_KEPT: Final = (ValueError, TypeError, RecursionError, OverflowError)


def traces_path(data_home: Path) -> Path:
    """Where the traces of this user are kept."""
    return data_home / "traces" / DATABASE_FILE


def _to_stderr(message: str) -> None:
    sys.stderr.write(f"skillrt: {message}\n")


class TraceStore:
    """The side that writes. `put` may be called from an event loop: it does no input or output and raises nothing.

    What is acknowledged (`flush` gave True) is committed, and survives `kill -9`. Several processes may have the same
    file open, writing or reading.
    """

    def __init__(self, path: Path, limits: Limits, say: Callable[[str], None], retention: Retention) -> None:
        self.path = path
        self._writer = Writer(path, limits, say, lambda connection: retention.keep(connection, int(time.time())))
        self._redactor = Redactor(load_key(path.parent))
        self._preparer = Preparer(self._redactor)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        limits: Limits | None = None,
        say: Callable[[str], None] = _to_stderr,
        retention: Retention | None = None,
    ) -> Self:
        """Open or make the store at `path`, a file. `say` hears, once, that traces are not being kept, and why.

        What is older or more than `retention` allows is forgotten now and then. Raises MachineError where the store
        cannot be opened at all.
        """
        return cls(path, limits or Limits(), say, retention or Retention())

    @property
    def dropped(self) -> int:
        """How many records were not kept so far."""
        return self._writer.dropped

    def know(self, name: str, secret: str) -> None:
        """Never keep this value: a placeholder with this name stands in its place, wherever it turns up."""
        self._redactor.know(name, secret)

    def put(self, record: ExchangeRecord) -> None:
        """Take an exchange. Never blocks and never fails: what cannot be kept is counted in `dropped`.

        Secrets are taken out before the record is queued (long ones: before it is written).
        """
        try:
            prepared, size = self._preparer.prepare(record)
        except _NOT_KEPT as error:
            self._writer.drop(f"a record cannot be written ({type(error).__name__})")
            return
        self._writer.add(prepared, size)

    def put_run(self, record: RunRecord) -> None:
        """Take what is known of a run; a later record of the same run takes its place."""
        data = self._preparer.redacted(self._preparer.encoded(record)).decode()
        values = (record.id, record.started, record.harness, record.model, record.status, data)
        self._writer.add((_RUN, values), len(data))
        # what is known of the run is part of its episodes
        self._writer.add(("DELETE FROM scopes WHERE scope = ?", (f"run:{record.id}",)), 0)

    def clean(self, episode: Episode) -> Episode:
        """An episode from elsewhere, without its secrets."""
        return msgspec.json.decode(self._preparer.redacted(self._preparer.encoded(episode)), type=Episode)

    def put_file(self, data: bytes) -> str:
        """Take the content of a file of a workspace; its sha256, under which it is found again.

        Secrets in it are replaced; what is larger than MAX_FILE is kept by name and size only.
        """
        self._writer.add(lambda: file_statement(self._redactor, data), len(data))
        return sha256_of(data)

    def flush(self, seconds: float = 10.0) -> bool:
        """Wait until all that was put is committed. False where that did not come about within the time."""
        return self._writer.flush(seconds)

    def close(self) -> None:
        """Commit what is left and let go of the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
