"""Start the steps of a plan: programs, shells, and whatever an agent does."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from skillrt.process.started import start
from skillrt.workflow.agent_steps import AgentSteps, AgentTask, Earlier, Work
from skillrt.workflow.graph import ancestors
from skillrt.workflow.outputs import answer_path, open_output, output_path
from skillrt.workflow.plan import Plan
from skillrt.workflow.script import Launch, launch_of

_IN_ITS_PLACE: Final = 'exec "$@"'


class Launcher:
    """Knows what is started for each step. Everything is filled in when it is made, before anything runs.

    `variables` is the environment of the steps. Raises what `launch_of` raises.
    """

    def __init__(
        self,
        plan: Plan,
        folders: tuple[Path, Path],
        variables: Mapping[str, str],
        shell: str,
        agent: AgentSteps | None = None,
    ) -> None:
        self._plan = plan
        self._variant, self._workspace = folders
        self._variables = dict(variables)
        self._shell = shell
        self._agent = agent
        self.launches: list[Launch | None] = [
            None
            if step.id in plan.skipped or step.id in plan.handed
            else launch_of(step, plan.values, self._variant.as_posix(), shell)
            for step in plan.steps
        ]

    def begin(self, number: int, output: Path, *, anew: bool) -> Work:
        """Start a step that prints to `output`, which is emptied first with `anew`. Raises OSError where the file
        cannot be written; a program that cannot be started is one that ends with the status of the shell for that."""
        opened = open_output(output, anew=anew)
        try:
            launch = self.launches[number]
            return self._hand_over(number, output, opened) if launch is None else self._start(launch, opened)
        finally:
            os.close(opened)

    def _start(self, launch: Launch, output: int) -> Work:
        variables = {**self._variables, **dict(launch.variables)} if launch.variables else self._variables
        if launch.command[0] != self._shell:
            with suppress(OSError):  # not there, or a script without `#!`: the shell knows what to do and to say
                return start(launch.command, self._workspace, variables, output)
        command = launch.command
        if command[0] != self._shell:
            command = (self._shell, "-c", _IN_ITS_PLACE, "skillrt", *command)
        return start(command, self._workspace, variables, output)

    def _hand_over(self, number: int, output: Path, opened: int) -> Work:
        if self._agent is None:  # the plan hands nothing over where nobody is
            raise OSError("there is no agent")
        inputs = tuple(sorted(self._plan.values.items()))
        step = self._plan.steps[number]
        answer = answer_path(output)
        answer.unlink(missing_ok=True)  # of an earlier attempt
        earlier = tuple(self._earlier(number, output.parent))
        return self._agent.begin(AgentTask(step, self._variant, self._workspace, inputs, opened, answer, earlier))

    def _earlier(self, number: int, outputs: Path) -> Iterator[Earlier]:
        """The steps that are done before this one can begin, and were not left out."""
        for found in sorted(ancestors(self._plan.graph, number)):
            step = self._plan.steps[found]
            if step.id not in self._plan.skipped:
                output = output_path(outputs, found, step.id)
                yield Earlier(step, answer_path(output) if step.id in self._plan.handed else output)
