"""Run programs: never through a shell, always with a time limit."""

from skillrt.process.run import Completed, run

__all__ = ["Completed", "run"]
