"""Compile at load for skills that are installed, removed or edited while the gateway serves: whether that is so is
asked of the file system once a second at most, when a request comes; what is new is read before it goes on."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from skillrt.errors import SkillrtError
from skillrt.gateway.kept_variants import Prepared
from skillrt.gateway.loading import Loading, Say
from skillrt.ir import SKILL_FILE
from skillrt.wire.exchange import Dialect

_SECONDS: Final = 1.0
Stamps = tuple[tuple[int, int], ...]


class FreshLoads:
    """Does what `loading` does, for what is installed now. `places` are the folders that skills are installed in,
    `read` reads what is there; `bases` are those that paths may be written from."""

    def __init__(
        self,
        loading: Loading,
        places: Sequence[Path],
        read: Callable[[], Sequence[Prepared]],
        bases: Sequence[Path],
        say: Say,
    ) -> None:
        self._loading = loading
        self._places = places
        self._read = read
        self._bases = bases
        self._say = say
        self._one = Lock()
        self._files: tuple[str, ...] = ()
        self._looked = 0.0
        self._known: Stamps = ()
        self._now: Stamps = ()
        self._learn()

    def fit(self, dialect: Dialect, path: str, body: bytes, model: str, harness: str) -> bytes | None:
        """As `Loading.fit`."""
        return self._loading.fit(dialect, path, body, model, harness)

    def is_new(self, body: bytes, model: str, harness: str) -> bool:
        """Whether something else is installed than was, or a text in the body may have to be compiled."""
        now = time.monotonic()
        if now - self._looked >= _SECONDS:
            self._looked = now
            self._now = self._stamps()
        return self._now != self._known or self._loading.is_new(body, model, harness)

    def refresh(self) -> None:
        """Learn what is installed, where something else is than was."""
        with self._one:  # several requests may find it at once, each in a thread of its own
            if self._now != self._known:
                try:
                    self._learn()
                except (SkillrtError, OSError) as error:
                    self._known = self._now
                    self._say(f"installed skills were not read again: {error}")

    def _learn(self) -> None:
        stamps = self._stamps()
        skills = self._read()
        self._loading.know(skills, [skill.folder for skill in skills], *self._bases)
        self._files = tuple(str(skill.folder / SKILL_FILE) for skill in skills)
        # what changed meanwhile is another stamp than this
        self._known = self._now = (*stamps[: len(self._places)], *map(_stamp, self._files))
        self._say(f"installed skills that are fitted to the models that load them: {len(skills)}")

    def _stamps(self) -> Stamps:
        """What is installed anew is put in its place by a rename, which changes the folder around it."""
        return (*map(_stamp, self._places), *map(_stamp, self._files))


def _stamp(path: Path | str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino
