"""Steps of a workflow that an agent does: each is a `skillrt run` of its own, in a process that can be ended.

The process holds the file that it prints to, as any step does, so that a run that was killed finds it again.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from skillrt.ir.workflow import StepRecord
from skillrt.process.started import Started, start
from skillrt.workflow.agent_steps import AgentTask, Earlier, Work

NOT_DONE: Final = 9
"""The status of a step whose agent says that it could not be done."""
_FAILED: Final = re.compile(r"[`*]*FAILED:")
# bytes, since Linux takes arguments of up to 128 KiB
_TEXT: Final = 30_000
_INPUTS: Final = 16_000
_SHARE: Final = 8_000  # of what one earlier step said
_ALL: Final = 32_000  # of what all of them said


@dataclass(frozen=True, slots=True)
class Agents:
    """Has steps done by a harness: `options` are those of `skillrt run` (harness, model, provider, ...), `skill` is
    what the job is called, `variables` the environment of the steps, `wish` what the user wants of the whole."""

    options: tuple[str, ...]
    skill: str
    variables: Mapping[str, str]
    wish: str = ""

    def refusal(self, step: StepRecord) -> str:
        """Why it cannot do the step, empty where it can."""
        return "" if step.text or step.title else "its text is not known"

    def begin(self, task: AgentTask) -> Work:
        """Begin with a step and return at once; OSError where no process can be started."""
        # -P: nothing of the workspace is taken for a module
        # what waits for the step would wait for what is learnt from it, too
        command = [sys.executable, "-P", "-m", "skillrt", "run", "--no-learn", *self.options]
        command += [
            "--workspace",
            str(task.workspace),
            "--answer",
            str(task.answer),
            prompt_of(task, self.skill, self.wish),
        ]
        return AgentWork(start(command, task.workspace, self.variables, task.output), task.answer)


@dataclass(frozen=True, slots=True)
class AgentWork:
    """A run at work on a step; its answer says in the end whether the step was done."""

    run: Started
    answer: Path

    @property
    def pid(self) -> int:
        """The process group of the run."""
        return self.run.pid

    def wait(self) -> int:
        """Block until it has ended; its exit status, NOT_DONE where the agent says that the step was not done."""
        status = self.run.wait()
        return NOT_DONE if status == 0 and says_failed(_read(self.answer)) else status

    def stop(self, *, force: bool) -> None:
        """Ask it to end, or end it."""
        self.run.stop(force=force)


def says_failed(answer: str) -> bool:
    """Whether the last line of an answer says that the step could not be done."""
    lines = answer.strip().splitlines()
    return bool(lines) and bool(_FAILED.match(lines[-1].strip()))


def prompt_of(task: AgentTask, skill: str, wish: str = "") -> str:
    """What the agent is told: the user's wish, the step, the user's inputs, and what earlier steps made known.

    It has no NUL, and is no longer than an argument of a program may be.
    """
    step = task.step
    commands = "\n".join(item.text for item in step.commands)
    parts = {
        "skill": skill,
        "wish": f"\nWhat the user wants of the whole job: {_within(wish, _INPUTS)}\n" if wish else "",
        "title": step.title[:500],
        "text": _within(step.text or commands or step.title, _TEXT),
        "folder": str(task.variant),
        "inputs": _within("".join(_inputs(task)), _INPUTS),
        "earlier": _earlier(task.earlier, dict(task.inputs)),
    }
    # one pass over the template: what is put in is not searched for names again
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], _template()).replace("\0", "")


def _inputs(task: AgentTask) -> Iterator[str]:
    values = dict(task.inputs)
    answer = values.pop(task.step.id, "")
    if answer:
        yield f"\nThe text wants the user to be asked. The user's answer, given beforehand: {answer}\n"
    # answers to other steps are theirs
    named = {item.name for command in task.step.commands for item in command.inputs} & values.keys()
    text = task.step.text
    named |= {name for name in values if f"{{{name}}}" in text or f"<{name}>" in text}
    if named:
        yield "\nThe user's values for the places that are to be filled in:\n"
        yield from (f"- {name} = {values[name]}\n" for name in sorted(named))


def _earlier(steps: Sequence[Earlier], inputs: Mapping[str, str]) -> str:
    """What earlier steps said, and the user to them; the nearest first where there is not room for all."""
    found: list[str] = []
    left = _ALL
    for item in reversed(steps):
        answer = inputs.get(item.step.id, "")
        said = _read(item.said).strip()
        if not (said or answer) or left <= 0:
            continue
        user = f"The user answered: {_within(answer, _SHARE)}\n" if answer else ""
        shown = user + _within(said, min(_SHARE, left), ends=True)
        left -= len(shown.encode())
        found.append(f'<earlier-step title="{item.step.title[:200]}">\n{shown}\n</earlier-step>\n')
    return "\nWhat earlier steps made known:\n" + "".join(reversed(found)) if found else ""


def _within(text: str, most: int, *, ends: bool = False) -> str:
    """The text in no more than so many bytes and a mark where it was cut: its beginning, or its end."""
    data = text.encode("utf-8", "replace")
    if len(data) <= most:
        return data.decode()
    return "... " + data[-most:].decode("utf-8", "ignore") if ends else data[:most].decode("utf-8", "ignore") + " ..."


def _read(path: Path) -> str:
    """The end of a file; empty where it is not there."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(path.stat().st_size - 4 * _SHARE, 0))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""


@cache
def _template() -> str:
    return (resources.files("skillrt.runs") / "step.md").read_text(encoding="utf-8")
