"""Start a program whose output goes to a file, wait for it elsewhere, end it together with all that it started."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

NOT_FOUND: Final = 127
NOT_STARTED: Final = 126
_PROCESSES: Final = Path("/proc")
_ENDED: Final = ("Z", "X")


class Started:
    """A program that runs in a session and process group of its own.

    The group's number is `pid`, also after the program has ended and left something behind.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.pid = process.pid

    def wait(self) -> int:
        """Block until the program has ended; its status, negative for the signal that ended it."""
        return self._process.wait()

    def stop(self, *, force: bool) -> None:
        """Ask the whole group to end (TERM), or end it (KILL). Does not wait."""
        signal_group(self.pid, force=force)


def start(command: Sequence[str], folder: Path, variables: Mapping[str, str], output: int) -> Started:
    """Start `command` (program and arguments; no shell) in `folder` with nothing on standard input.

    Both its outputs go to the open file `output`. Raises OSError where it cannot be started. No copy of this process
    is made for it where the system can do without, so that starting stays cheap in a large process.
    """
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    return Started(process)


def signal_group(group: int, *, force: bool) -> None:
    """Send TERM, or KILL, to every process of a group; nothing where it is gone."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.kill(group, signal.SIGTERM)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL if force else signal.SIGTERM)


def group_lives(group: int) -> bool:
    """Whether any process of the group is left; one that has ended and that nobody has waited for yet is not."""
    if sys.platform == "win32":
        return False
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(group)


def _has_ended(group: int) -> bool:
    """Whether all that is left of a group are entries in the table of processes, where the system tells (Linux)."""
    seen = False
    for place in _PROCESSES.glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, leads, *_ = place.read_text("utf-8", "replace").rpartition(")")[2].split()
            if leads == str(group):
                seen = True
                if state not in _ENDED:
                    return False
    return seen
