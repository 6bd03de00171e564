"""The interface to whoever does the steps that no command does: an agent, or a person.

Without one such steps are refused before anything runs. `runs/agent_steps.py` does them with a harness.
"""

from pathlib import Path
from typing import Protocol

import msgspec

from skillrt.ir.workflow import StepRecord


class Work(Protocol):
    """A step that is being done: a process, or an agent at work. Called from several threads."""

    @property
    def pid(self) -> int:
        """The process group to end where this process is killed; 0 for none."""
        ...

    def wait(self) -> int:
        """Block until it has ended; 0 where the step was done."""
        ...

    def stop(self, *, force: bool) -> None:
        """Ask it to end, or end it; returns at once, and `wait` soon after."""
        ...


class Earlier(msgspec.Struct, frozen=True):
    """A step that is done and that the task waits for, directly or not; `said` is the file with what it made known:
    an agent's answer, or what commands printed. The file may not be there: nothing was said."""

    step: StepRecord
    said: Path


class AgentTask(msgspec.Struct, frozen=True):
    """One step to be done. `inputs` are the user's values; what it prints goes to the open file `output`, and what it
    says in the end into the file `answer`. `earlier` are in the order of the text."""

    step: StepRecord
    variant: Path
    workspace: Path
    inputs: tuple[tuple[str, str], ...]
    output: int
    answer: Path
    earlier: tuple[Earlier, ...] = ()


class AgentSteps(Protocol):
    """Does steps of kind `agent`, and commands that are done under a condition or after an answer of the user."""

    def refusal(self, step: StepRecord) -> str:
        """Why it cannot do the step, '' where it can. Asked for every such step before anything runs."""
        ...

    def begin(self, task: AgentTask) -> Work:
        """Begin with a step and return at once; OSError where that is not possible."""
        ...
