"""A survey: parts of shards are worked on by a crew, written as they come, and summed; a run that was ended goes on.

Nothing here grows with the collection: one part a process is under way, and sums are of bounded size.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from skillrt.checks.pool import available_processors, in_order
from skillrt.errors import Diagnostic, MachineError
from skillrt.store.replacing import replace_file
from skillrt.surveys.record import SkillRecord, record_line
from skillrt.surveys.shard import Task, head, joined, records_of, survey_shard
from skillrt.surveys.summary import Summary
from skillrt.surveys.walk import PART, SHARD, Found, shards

# Works on tasks and gives their results in order; None where the process that worked on one died.
Crew = Callable[[Iterable[Task]], Generator[bytes | None]]

SHARDS: Final = "shards"
_SHARD_NAME: Final = re.compile(r"(\d{5,})\.jsonl")
_LEFT_OVER: Final = re.compile(r"\.\d{5,}\.jsonl\.\d+\.new")
_IS_SHARD: Final = b'{"survey": '
_DEFECT: Final = "internal.error"


@dataclass(frozen=True)
class Request:
    """What to survey and where shards go: `size` skills in each, of which `part` are worked on and written at once.
    `say` hears how many skills are done after each part."""

    found: Iterable[Found]
    folder: Path
    crew: Crew
    size: int = SHARD
    say: Callable[[int], None] = field(default=lambda _: None)
    part: int = PART


def run_survey(request: Request) -> Summary:
    """Survey everything; the sum of all records. Raises MachineError where a shard cannot be written, OSError where
    there can be no folder for them."""
    folder = request.folder / SHARDS
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder, 0, left_over=True)
    summary = Summary()
    growing = _Growing(folder)
    count = 0
    with closing(_worked(_tasks(request, folder), request.crew)) as results:
        for task, part in results:
            growing.take(task, part)
            for record in records_of(part):
                summary.add(record)
            count = task.index + 1
            request.say(summary.skills)
    _tidy(folder, count)
    return summary


@dataclass
class _Growing:
    """The shard that is being written, part by part, so that a run that is ended loses no more than a part a process.

    What an earlier run left of it stands behind what is new until it is whole: that run's work is not lost either.
    """

    folder: Path
    parts: list[bytes] = field(default_factory=list[bytes])
    there: bytes = b""

    def take(self, task: Task, part: bytes) -> None:
        if not self.parts:
            self.there = task.before
        self.parts.append(part)
        shard = joined(self.parts)
        if not task.last:
            is_known = part.partition(b"\n")[2] in task.before
            shard = self.there if is_known else joined((shard, task.before))
        if shard != self.there:
            self.write(self.folder / _name(task.index), shard)
            self.there = shard
        if task.last:
            self.parts.clear()

    def write(self, path: Path, shard: bytes) -> None:
        try:
            replace_file(path, shard)
        except OSError as error:  # that of a full disk names no file
            message = f"`{path}` cannot be written: {error.strerror}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error


def here(tasks: Iterable[Task]) -> Generator[bytes | None]:
    """The crew that is this process: for a handful of skills."""
    yield from map(survey_shard, tasks)


def processes(jobs: int = 0) -> Crew:
    """The crew of so many processes on this machine; as many as there are processors where `jobs` is 0."""
    return partial(_processes, jobs or available_processors())


def _processes(jobs: int, tasks: Iterable[Task]) -> Generator[bytes | None]:
    yield from in_order(_shard_or_none, tasks, jobs, lambda _: None, preload="skillrt.surveys.shard")


def _shard_or_none(task: Task) -> bytes | None:
    return survey_shard(task)


def _tasks(request: Request, folder: Path) -> Iterator[Task]:
    for index, skills in enumerate(shards(request.found, request.size)):
        before = _before(folder / _name(index))
        for at in range(0, len(skills), request.part):
            end = at + request.part
            yield Task(index, skills[at:end], before, end >= len(skills))


def _before(path: Path) -> bytes:
    """What an earlier run left there; empty where nothing of use."""
    with suppress(OSError):
        data = path.read_bytes()
        return data if data.startswith(head()) else b""
    return b""


def _worked(tasks: Iterable[Task], crew: Crew) -> Generator[tuple[Task, bytes]]:
    """Each task with its shard. Where a process died on one, its skills are tried one by one: only one is lost."""
    waiting: deque[Task] = deque()

    def given() -> Iterator[Task]:
        for task in tasks:
            waiting.append(task)
            yield task

    with closing(crew(given())) as results:
        for result in results:
            task = waiting.popleft()
            yield task, result if result is not None else _one_by_one(task, crew)


def _one_by_one(task: Task, crew: Crew) -> bytes:
    alone = (msgspec.structs.replace(task, skills=(skill,)) for skill in task.skills)
    with closing(crew(alone)) as results:
        found = [
            result if result is not None else joined([b"\n" + _lost(skill)])
            for skill, result in zip(task.skills, results, strict=True)
        ]
    return joined(found)


def _lost(skill: Found) -> bytes:
    return record_line(SkillRecord(skill.where, unread=True, errors={_DEFECT: 1}))


def _name(index: int) -> str:
    return f"{index:05}.jsonl"


def _tidy(folder: Path, count: int, *, left_over: bool = False) -> None:
    """Remove shards beyond the last one (the collection was larger), or what a run that was killed half wrote."""
    for name in sorted(os.listdir(folder)):
        whole = _SHARD_NAME.fullmatch(name)
        gone = _LEFT_OVER.fullmatch(name) if left_over else whole and int(whole.group(1)) >= count
        if gone and (left_over or _is_shard(folder / name)):
            (folder / name).unlink()


def _is_shard(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_IS_SHARD)) == _IS_SHARD
