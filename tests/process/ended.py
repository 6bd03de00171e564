"""Waiting for the end of a process that is nobody's child here."""

import time
from pathlib import Path


def has_ended(pid: int) -> bool:
    """Whether the process has ended, or does within ten seconds; one that nobody has waited for counts."""
    for _ in range(500):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
