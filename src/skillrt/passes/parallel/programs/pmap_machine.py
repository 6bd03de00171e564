"""What this machine has free, for pmap: cores and memory."""

from __future__ import annotations

import os
from contextlib import suppress

MEGABYTE = 1 << 20


def free_workers(memory: int) -> int:
    """How many commands this machine has room for: free cores, and `memory` megabytes for each."""
    with suppress(AttributeError, OSError):
        cores = len(os.sched_getaffinity(0))
        busy = os.getloadavg()[0] if cores == os.cpu_count() else 0.0  # in a container others' load counts as well
        limit = _number("/sys/fs/cgroup/cpu.max", 0) / (_number("/sys/fs/cgroup/cpu.max", 1) or 1)
        cores = max(1, min(cores, int(limit))) if limit else cores
        free = max(cores // 2, round(cores - busy), 1)
        room = free_memory() // (memory or 1)
        return max(1, min(free, room)) if room >= 0 else free
    return os.cpu_count() or 1


def free_memory() -> int:
    """Megabytes that are free, -1 where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            found = next((line for line in lines if line.startswith("MemAvailable:")), "")
        free = int(found.split()[1]) // 1024
    except (OSError, ValueError, IndexError):
        return -1
    limit, used = _number("/sys/fs/cgroup/memory.max", 0), _number("/sys/fs/cgroup/memory.current", 0)
    return min(free, int(limit - used) // MEGABYTE) if limit else free


def _number(path: str, at: int) -> float:
    """The word of a file that stands `at`; 0 where there is none, or it is `max`."""
    try:
        with open(path, encoding="ascii") as stream:
            return float(stream.read().split()[at])
    except (OSError, ValueError, IndexError):
        return 0.0
