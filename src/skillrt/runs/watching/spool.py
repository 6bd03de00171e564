"""Where watched sessions are kept while they go on and until they are settled: a folder below SkillRT's for each
gateway, held by a lock. What a gateway that was killed left behind is found by the next one."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.jit.state import Kept
from skillrt.store.replacing import replace_file
from skillrt.wire.exchange import ToolSpec

WATCHED: Final = "watched"
BEFORE: Final = "before"
AFTER: Final = "after"
_LOCK: Final = "lock"
_RECORD: Final = "session.json"
_TAKEN: Final = "settling.json"


class SessionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A session that has ended. `began` is in ms since the epoch, `took` in ms.

    `copied` says whether `before/` beside it holds the workspace as the request found it; `after/` holds the files
    that were written then, `gone` names those that were taken away. `known` says whether a template knew the request;
    `predicted` are those that would have served it, `acted` is the one that did, and `why` says why that was handed
    over (empty: it was not). `skills` and `environment` are what templates were observed under, `tool` is the
    harness's shell, `instructions` the digest of the standing instructions.
    """

    run: str
    harness: str
    model: str
    task: str
    workspace: str
    began: int
    took: int
    final: str
    copied: bool
    gone: tuple[str, ...] = ()
    known: bool = False
    predicted: tuple[Kept, ...] = ()
    acted: str = ""
    why: str = ""
    skills: dict[str, str] = {}
    environment: str = ""
    tool: ToolSpec | None = None
    instructions: str = ""


class Spool:
    """The folder of one gateway. `root` lies below SkillRT's data folder."""

    def __init__(self, data: Path) -> None:
        self._all = data / WATCHED
        self._all.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = self._all / secrets.token_hex(8)
        self.root.mkdir(mode=0o700)
        self._held = _held(self.root)

    def room(self, name: str) -> Path:
        """A new folder for a session."""
        folder = self.root / name
        folder.mkdir(mode=0o700)
        return folder

    def put(self, folder: Path, record: SessionRecord) -> None:
        """The session in this folder has ended: from here on it outlives the gateway. Raises OSError."""
        replace_file(folder / _RECORD, msgspec.json.encode(record))

    def left(self) -> list[Path]:
        """Ended sessions of gateways that are gone, made this one's; what else they left is removed."""
        found: list[Path] = []
        for other in sorted(self._all.iterdir()):
            held = None if other == self.root else _held(other)
            if held is None:
                continue
            for folder in _ended(other):
                with suppress(OSError):
                    found.append(folder.rename(self.root / folder.name))
            shutil.rmtree(other, ignore_errors=True)
            os.close(held)
        return found

    def close(self) -> None:
        """Let go: sessions that have not ended are forgotten, the others wait for the next gateway."""
        if self._held is None:
            return
        waiting = set(_ended(self.root))
        for folder in self.root.iterdir():
            if folder.is_dir() and folder not in waiting:
                shutil.rmtree(folder, ignore_errors=True)
        if not waiting:
            shutil.rmtree(self.root, ignore_errors=True)
        os.close(self._held)
        self._held = None


def claim(folder: Path) -> SessionRecord | None:
    """The session in the folder, given only once: what is cut off while it is settled is not settled twice."""
    taken = folder / _TAKEN
    try:
        (folder / _RECORD).rename(taken)
        return msgspec.json.decode(taken.read_bytes(), type=SessionRecord)
    except (OSError, msgspec.MsgspecError):
        return None


def _ended(root: Path) -> Iterator[Path]:
    yield from sorted(folder for folder in root.iterdir() if (folder / _RECORD).is_file())


def _held(folder: Path) -> int | None:
    """The folder's lock, None where another process has it, or it is no such folder."""
    import fcntl  # not on Windows, where there is no sandbox and no session is watched

    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
