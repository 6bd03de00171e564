"""Programs that end with this process, also where it is killed and can end nothing itself.

A small process reads their numbers from a pipe. Once the other end of it is gone, whatever closed it, it ends those
that are left with all that they have started. It is started with the first of them, and ends with this process.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final

from skillrt.process import family

_STARTING: Final = Lock()
_pipes: dict[int, int] = {}  # by the process that made it: a copy of this one may use only its own


@contextmanager
def kept(pid: int) -> Generator[None]:
    """While this goes on, the program at the head of the group `pid` ends with this process. Where the small process
    cannot be started, or on Windows, nothing is different."""
    _tell(f"+{pid}\n")
    try:
        yield
    finally:
        _tell(f"-{pid}\n")


def _tell(line: str) -> None:
    with suppress(OSError):
        os.write(_pipe(), line.encode())


def _pipe() -> int:
    """The writing end. Raises OSError where there is none."""
    with _STARTING:
        number = _pipes.get(os.getpid())
        if number is None:
            number = _pipes[os.getpid()] = _started()
        return number


def _started() -> int:
    if sys.platform == "win32":
        raise OSError
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(Path(family.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,  # what ends this process by its terminal must not end that one
    )
    assert process.stdin is not None
    owner, number = os.getpid(), os.dup(process.stdin.fileno())
    process.stdin.close()

    def end() -> None:
        if os.getpid() == owner:
            os.close(number)
            process.wait()

    atexit.register(end)
    return number
