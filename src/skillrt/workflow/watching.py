"""Who looks on while a workflow runs."""

from pathlib import Path
from typing import Protocol

from skillrt.workflow.outcome import StepState


class Watcher(Protocol):
    """Told of what happens, in the thread that executes. `interval`: seconds between two calls of `tick`, None for
    none."""

    interval: float | None

    def started(self, number: int, state: StepState, output: Path) -> None:
        """A step has begun; what it prints goes to the file."""
        ...

    def ended(self, number: int, state: StepState) -> None:
        """A step has ended, or is about to be tried again (state `waiting`)."""
        ...

    def tick(self) -> None:
        """Some time has passed."""
        ...

    def told(self, message: str) -> None:
        """Something that the user should know at once."""
        ...


class Nobody:
    """Looks at nothing."""

    interval: float | None = None

    def started(self, number: int, state: StepState, output: Path) -> None:
        """Nothing."""

    def ended(self, number: int, state: StepState) -> None:
        """Nothing."""

    def tick(self) -> None:
        """Nothing."""

    def told(self, message: str) -> None:
        """Nothing."""
