"""Variants that were put in the place of installed ones lie in a folder of their own, each until nobody uses it."""

import os
import shutil
import time
from pathlib import Path
from typing import Final

LOADED: Final = "loaded"
"""The folder below SkillRT's own."""
UNUSED_DAYS: Final = 30
"""After so many days without use one is removed: no conversation names it any more."""


def used(folder: Path) -> None:
    """Say that it is in use now."""
    os.utime(folder)


def forget_loads(data: Path, before: float | None = None) -> int:
    """Remove those that were not used since `before` (seconds since the epoch; None: for UNUSED_DAYS); how many."""
    limit = time.time() - UNUSED_DAYS * 86_400 if before is None else before
    try:
        found = sorted(path for path in (data / LOADED).iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return 0  # there is none
    removed = 0
    for folder in found:
        if _last_used(folder) < limit:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _last_used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return time.time()  # somebody else removes it
