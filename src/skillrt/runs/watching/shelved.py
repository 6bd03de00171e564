"""The templates that are kept, read again where one has changed."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from skillrt.jit.live.shelf import Shelf
from skillrt.jit.state import Kept
from skillrt.runs.remembering import in_use
from skillrt.store.templates import Templates

_SETTLED: Final = 100_000_000  # ns


class Shelved:
    """The templates below `data`, by the words of their wordings; `say` hears once which cannot be read."""

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self._store = Templates(data)
        self._say = say
        self._lock = Lock()
        self._stamp = -1
        self._kept: dict[str, Kept] = {}
        self._shelf = Shelf(())
        self._unread: set[str] = set()

    def looking_like(self, request: str) -> tuple[Kept, ...]:
        """Those that are not demoted and have a wording that the request may have."""
        with self._lock:
            stamp = self._now()
            if stamp != self._stamp:
                # what is written right after may have the same time
                self._stamp = stamp if time.time_ns() - stamp > _SETTLED else -1
                self._read()
            return tuple(self._kept[template.id] for template in self._shelf.looking_like(request))

    def _now(self) -> int:
        """A file is put in the place of another by a rename, which changes its folder."""
        try:
            return self._store.root.stat().st_mtime_ns
        except OSError:
            return 0

    def _read(self) -> None:
        self._kept = {item.template.id: item for item in in_use(self._store, self._say, self._unread)}
        self._shelf = Shelf(item.template for item in self._kept.values())
