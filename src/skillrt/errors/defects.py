"""Exceptions that nobody foresaw, as diagnostics: defects of SkillRT."""

import traceback
from pathlib import Path
from typing import Final

from skillrt.errors.diagnostics import Diagnostic

_OWN: Final = Path(__file__).resolve().parents[1]


def defect(error: Exception, on: str = " on this skill") -> Diagnostic:
    """A defect of SkillRT as a diagnostic: what was raised, and where in SkillRT."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_OWN)
    ]
    where = (
        f" in {Path(frames[-1].filename).relative_to(_OWN).as_posix()}, line {frames[-1].lineno}" if frames else ""
    )
    return Diagnostic.of("internal.error", f"SkillRT failed{on}: {raised(error)}{where}")


def raised(error: Exception) -> str:
    """What was raised, in one line."""
    words = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
