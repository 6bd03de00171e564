"""Where templates are kept: one JSON file each, `<data>/templates/<id>.json`."""

import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.store.locking import flock
from skillrt.store.replacing import write_file

_ID: Final = re.compile(r"[0-9a-f]{12}")
_LOCK: Final = ".lock"


class Templates:
    """The store below `data`. An id is twelve hexadecimal digits; what begins like one of them names it too."""

    def __init__(self, data: Path) -> None:
        self.root = data / "templates"

    def ids(self) -> list[str]:
        """All ids, in order."""
        if not self.root.is_dir():
            return []
        return sorted(path.stem for path in self.root.glob("*.json") if _ID.fullmatch(path.stem))

    def find(self, start: str) -> str:
        """The only id that begins so. Raises UsageError where there is none, or several."""
        found = [name for name in self.ids() if start and name.startswith(start)]
        if len(found) == 1:
            return found[0]
        several = f"several templates begin with `{start}`: {', '.join(found[:5])}"
        message = several if found else f"there is no template `{start}`"
        raise UsageError(Diagnostic.of("jit.unknown-template", message))

    def read(self, name: str) -> bytes:
        """The record of a template. Raises OSError."""
        return self._path(name).read_bytes()

    @contextmanager
    def changing(self) -> Generator[None]:
        """Wait until no other process changes records, and let none until this ends: what is read in here is still so
        when it is written. Where the folder can hold no lock, or the system has none, it holds nothing."""
        number = self._locked()
        try:
            yield
        finally:
            if number is not None:
                os.close(number)

    def write(self, name: str, data: bytes) -> None:
        """Put the record of a template in its place. Raises MachineError."""
        path = self._path(name)
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            message = f"`{self.root}` cannot be made: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        write_file(path, data)

    def remove(self, name: str) -> None:
        """Take a template away. Raises OSError."""
        self._path(name).unlink()

    def _locked(self) -> int | None:
        """The open lock file, once this process holds it."""
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            number = os.open(self.root / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        flock(number, wait=True)
        return number

    def _path(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise UsageError(Diagnostic.of("jit.unknown-template", f"`{name}` is no id of a template"))
        return self.root / f"{name}.json"
