"""How many steps may run at once, by what the machine has free."""

import math
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_STEP_MEMORY: Final = 512 * 1024 * 1024
"""Bytes that a step is taken to need: an interpreter with a data set, a compiler, a browser."""
_CGROUP: Final = Path("/sys/fs/cgroup")


def free_jobs() -> int:
    """At least 1: processors that nothing else keeps busy, and no more than free memory has room for."""
    cores = free_processors()
    memory = free_memory()
    return max(1, cores if memory is None else min(cores, memory // _STEP_MEMORY))


def free_processors() -> int:
    """Processors that this process may use, less those that others kept busy over the last minute."""
    affinity = getattr(os, "sched_getaffinity", None)
    allowed: float = len(affinity(0)) if affinity else os.cpu_count() or 1
    quota = _words(_CGROUP / "cpu.max")
    if len(quota) == 2 and quota[0].isdigit() and quota[1].isdigit():
        allowed = min(allowed, math.ceil(int(quota[0]) / max(1, int(quota[1]))))
    busy = 0.0
    with suppress(OSError, AttributeError):
        busy = os.getloadavg()[0]
    return max(1, round(allowed - busy))


def free_memory() -> int | None:
    """Bytes that can be had without swapping, the limit of a container included; None where that is not known."""
    found = _available()
    limit, used = _words(_CGROUP / "memory.max"), _words(_CGROUP / "memory.current")
    if limit and used and limit[0].isdigit() and used[0].isdigit():
        room = max(0, int(limit[0]) - int(used[0]))
        found = room if found is None else min(found, room)
    return found


def _available() -> int | None:
    for line in _lines(Path("/proc/meminfo")):
        name, _, rest = line.partition(":")
        if name == "MemAvailable" and rest.split():
            return int(rest.split()[0]) * 1024
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2  # macOS says only how much there is
    return None


def _words(path: Path) -> list[str]:
    lines = _lines(path)
    return lines[0].split() if lines else []


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
