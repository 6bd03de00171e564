"""The journal of pmap: what was done, so that the same command goes on where it was broken off."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import time
from typing import Any, Sequence  # noqa: UP035  (Python 3.8)


class CannotGoOn(Exception):
    """The machine or the command line does not allow it; the second argument is the exit status."""


class Journal:
    """What was done, one line an item, so that the same command goes on where it was broken off.

    An item is entered after all that it printed was passed on; one that was at work when everything ended is done
    again. Equal items count as one.
    """

    def __init__(self, path: str, command: Sequence[str]) -> None:
        self.path = path
        self.done: set[bytes] = set()
        self.synced = 0.0
        try:
            self.stream = open(path, "ab+")  # noqa: SIM115  (open until the end)
        except OSError as error:
            raise CannotGoOn(f"the journal {path}: {error.strerror}", 3) from None
        try:
            self._lock()
            self._read(list(command))
        except BaseException:
            self.stream.close()
            raise

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:
            return
        try:
            fcntl.flock(self.stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotGoOn(f"another pmap is at work on the journal {self.path}", 3) from None

    def _read(self, command: list[str]) -> None:
        self.stream.seek(0)
        first, torn = True, False
        for line in self.stream:
            torn = not line.endswith(b"\n")
            try:
                entry: dict[str, Any] = json.loads(line)
                if first and entry["command"] != command:
                    raise CannotGoOn(f"the journal {self.path} is of another command: {shown(entry['command'])}", 2)
                if not first and entry["status"] == 0 and not torn:
                    self.done.add(key_of(entry["item"]))
            except (ValueError, KeyError, TypeError):
                if first:
                    raise CannotGoOn(f"{self.path} is no journal of pmap", 2) from None
            first = False
        if torn:
            self.stream.write(b"\n")  # a line that was broken off in the middle
        if first:
            self._write({"pmap": 1, "command": command})

    def add(self, item: str, status: int, seconds: float) -> None:
        """Enter an item that has ended. Raises OSError."""
        self._write({"item": item, "status": status, "seconds": round(seconds, 3)})

    def _write(self, entry: dict[str, Any]) -> None:
        self.stream.write(json.dumps(entry).encode("ascii") + b"\n")
        self.stream.flush()
        if time.monotonic() - self.synced > 1:
            self.close(last=False)

    def close(self, *, last: bool = True) -> None:
        """See to it that all of it is on the disk."""
        os.fsync(self.stream.fileno())
        self.synced = time.monotonic()
        if last:
            self.stream.close()


def key_of(item: str) -> bytes:
    """What is kept of an item that was done: little, for there may be many."""
    return hashlib.blake2b(item.encode("utf-8", "surrogateescape"), digest_size=12).digest()


def shown(words: Any) -> str:  # noqa: ANN401  (out of a file)
    """A command or an item for people."""
    text = " ".join(map(shlex.quote, map(str, words))) if isinstance(words, list) else shlex.quote(str(words))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return text if text.isprintable() else json.dumps(text)
