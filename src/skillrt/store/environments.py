"""Where bound environments are kept, and who may write there: one folder a lock key, an index by needs.

<data>/environments/<lock key>/          python/  node/  lock.json  proof.json (written last: bound and proven)
<data>/environments/by-needs/<needs key> one line: the lock key last bound and proven for these needs
<data>/environments/locks/<needs key>    held while a process binds these needs
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from skillrt.errors import Diagnostic, InputError, MachineError
from skillrt.store.locking import flock
from skillrt.store.replacing import replace_file

LOCK_FILE: Final = "lock.json"
PROOF_FILE: Final = "proof.json"
PYTHON_FOLDER: Final = "python"
NODE_FOLDER: Final = "node"
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_MAX_SIZE: Final = 16 * 1024 * 1024
_WAIT: Final = 0.1  # seconds between two looks at a lock that another process holds


class Environments:
    """The store below `data`. Keys are sha256 in hexadecimal digits; anything else is refused with InputError."""

    def __init__(self, data: Path) -> None:
        self.root = data / "environments"

    def folder(self, lock_key: str) -> Path:
        """The folder of an environment, whether it is there or not."""
        return self.root / _checked(lock_key)

    def last_bound(self, needs_key: str) -> str:
        """The lock key last bound and proven for these needs; '' where there is none, or it is gone or unfinished."""
        data = _read(self.root / "by-needs" / _checked(needs_key)) or b""
        key = data.decode("ascii", "replace").strip()
        return key if _KEY.fullmatch(key) and self.is_proven(key) else ""

    def is_proven(self, lock_key: str) -> bool:
        """Whether the environment was installed to its end and proven."""
        return (self.folder(lock_key) / PROOF_FILE).is_file()

    def read(self, lock_key: str, name: str) -> bytes | None:
        """A record of an environment (LOCK_FILE or PROOF_FILE); None where it is not there."""
        return _read(self.folder(lock_key) / name)

    def write(self, lock_key: str, name: str, data: bytes) -> None:
        """Put a record into the folder of an environment, which exists. Raises OSError."""
        replace_file(self.folder(lock_key) / name, data, durable=True)

    def remember(self, needs_key: str, lock_key: str) -> None:
        """Make this environment the one that is used for these needs. Raises OSError."""
        folder = self.root / "by-needs"
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / _checked(needs_key), f"{_checked(lock_key)}\n".encode(), durable=True)

    def remove(self, lock_key: str) -> None:
        """Take an environment away; its proof goes first, so that half of one is never taken for a whole."""
        folder = self.folder(lock_key)
        with suppress(OSError):
            (folder / PROOF_FILE).unlink()
        shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def hold(self, needs_key: str, waiting: Callable[[], None]) -> Generator[int]:
        """Be the only process that binds these needs. Calls `waiting` once where another one is at it.

        Gives the open file that the lock is on. The system lets go of it when the process has ended, however it
        ended, and every program that inherited the file: an installer whose parent was killed still writes. Raises
        MachineError where the store cannot be written.
        """
        path = self.root / "locks" / _checked(needs_key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = path.open("ab")
        except OSError as error:
            message = f"`{path.parent}` cannot be written: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        with stream:
            if not _try_lock(stream):
                waiting()
                while not _try_lock(stream):
                    time.sleep(_WAIT)
            yield stream.fileno()

    def lock_keys(self) -> tuple[str, ...]:
        """The keys of all environments that are there, finished or not, sorted."""
        with suppress(OSError), os.scandir(self.root) as items:
            return tuple(sorted(item.name for item in items if _is_environment(item)))
        return ()

    def forget(self, needs_key: str, lock_key: str) -> None:
        """Let these needs have no environment, where this is the one that they have. Raises OSError."""
        path = self.root / "by-needs" / _checked(needs_key)
        if (_read(path) or b"").strip() == _checked(lock_key).encode():
            path.unlink(missing_ok=True)

    def is_binding(self) -> bool:
        """Whether a process binds anything now."""
        for path in sorted((self.root / "locks").glob("*")):
            with path.open("ab") as stream:
                if not _try_lock(stream):
                    return True
        return False


def _is_environment(item: "os.DirEntry[str]") -> bool:
    return bool(_KEY.fullmatch(item.name)) and item.is_dir(follow_symlinks=False)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InputError(Diagnostic.of("bind.bad-lock", f"`{key[:80]}` is no key of an environment"))
    return key


def _read(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > _MAX_SIZE:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _try_lock(stream: "IO[bytes]") -> bool:
    if sys.platform != "win32":
        return flock(stream.fileno()) is True
    import msvcrt  # not on POSIX

    try:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
