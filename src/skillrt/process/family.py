"""A program together with everything that it starts, ended as one.

A program gets a process group of its own. What leaves the group (an agent gives each command a group, so that it can
stop it) is found by its parents where the system shows them: Linux.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")


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
