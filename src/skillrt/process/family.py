"""A program together with everything that it starts, ended as one.

A program gets a process group of its own. What leaves the group (an agent gives each command a group, so that it can
stop it) is found by its parents where the system shows them: Linux.

Run as a program (keeper.py), it ends families once who has started them is gone. It needs nothing but Python.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_GRACE: Final = 1.0  # seconds from the request to end to the end
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


def descendants(pid: int) -> tuple[int, ...]:
    """The processes below `pid`, sorted; empty where the system does not show them."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    found: set[int] = set()
    left = [pid]
    while left:
        new = [child for child in children.get(left.pop(), ()) if child not in found]
        found.update(new)
        left += new
    return tuple(sorted(found))


def signal_family(pid: int, number: int, known: tuple[int, ...] = ()) -> tuple[int, ...]:
    """Send a signal to the group of `pid`, to what is below it, and to `known` (what was below it earlier).

    Returns all that were signalled, for the next call: when a parent has ended, what it started has another one.
    """
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM)
        return ()
    below = tuple(sorted({*descendants(pid), *known}))
    with contextlib.suppress(OSError):
        os.killpg(pid, number)
    for each in below:
        with contextlib.suppress(OSError):
            os.kill(each, number)
    return below


def _parents() -> Iterator[tuple[int, int]]:
    if not sys.platform.startswith("linux"):
        return
    for name in os.listdir(_PROC):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                # the name of the program stands in parentheses and may hold anything
                status = (_PROC / name / "stat").read_bytes().rpartition(b")")[2].split()
                yield int(name), int(status[1])


def outlive(lines: Iterable[str]) -> None:
    """Take `+PID` and `-PID`, line by line, to the end of the lines; then end the families of those that are left."""
    left: set[int] = set()
    for line in lines:
        change = left.add if line.startswith("+") else left.discard
        change(int(line[1:]))
    known = {pid: signal_family(pid, signal.SIGTERM) for pid in left}
    if known:
        time.sleep(_GRACE)
    for pid, below in known.items():
        signal_family(pid, _KILL, below)


if __name__ == "__main__":
    outlive(sys.stdin)
