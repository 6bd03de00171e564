"""Probes whose answer is a program: how it is asked for, and how it is judged."""

from collections.abc import Sequence
from typing import cast

import msgspec

from skillrt.primitives.probing import Attempt, Instance, NearMiss, Solution, Verdict
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.running import Trial, run_trials


class Work(msgspec.Struct, frozen=True):
    """What an answer is run as: names of its language, the file it becomes, command, trials."""

    languages: tuple[str, ...]
    program: str
    command: tuple[str, ...]
    trials: tuple[Trial, ...]


def coded(task: str, work: Work, source: str, slips: Sequence[tuple[str, str, str]]) -> Instance:
    """An instance whose reference is `source`. A slip: what is wrong, a part of it, what stands for that."""
    fence = work.languages[0]
    asked = (
        "Answer with the whole program in one fenced code block and nothing else in a code block; "
        "what counts is the code in your answer, not a file."
    )
    return Instance(
        f"{task}\n\n{asked}",
        work,
        Solution(answer=fenced(fence, source)),
        tuple(NearMiss(what, Solution(answer=fenced(fence, source.replace(old, new)))) for what, old, new in slips),
    )


def fenced(language: str, source: str) -> str:
    """Code as answers show it."""
    return f"```{language}\n{source.strip()}\n```"


def judge(instance: Instance, attempt: Attempt) -> Verdict:
    """Run the program on every trial; the first that goes wrong decides."""
    work = cast(Work, instance.truth)
    source = block(attempt.answer, *work.languages)
    return run_trials(work.program, source, work.command, work.trials)


def shown(files: dict[str, str], prints: str) -> str:
    """An example for a task: what lies in the files, and what the program prints."""
    told = "".join(f"`{name}` holds\n{_indented(text)}\n" for name, text in files.items())
    return f"Example: where {told}the program prints\n{_indented(prints)}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
