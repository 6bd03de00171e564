"""Run one task in a harness, headlessly, from its descriptor: its own process, its own permissions."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from skillrt.harness.launching.command import Mode, command_line, search_path, variables_for
from skillrt.harness.launching.configuration import write_configuration
from skillrt.harness.launching.find import find_program
from skillrt.harness.launching.output import OutputReader, Said
from skillrt.harness.launching.words import Words, filled
from skillrt.process.follow import Start, follow
from skillrt.targets import Harness
from skillrt.wire.exchange import Dialect

_MOST_LINES: Final = 6
_FEW_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Access:
    """How the harness reaches the gateway: the base URL of the run, the key it shows, the dialect it is to speak.

    `base` is empty where it runs past the gateway.
    """

    base: str
    key: str
    dialect: str


@dataclass(frozen=True, slots=True)
class Server:
    """An MCP server for the harness to start: a program for the Python at `command`, which is given a folder."""

    name: str
    command: str
    script: str
    folder: str


@dataclass(frozen=True, slots=True)
class Task:
    """What to run: prompt, model as the user named it, workspace, folder for the configuration (managed mode).

    `server` is for a managed run of a harness whose descriptor says how it is given one.
    """

    prompt: str
    model: str
    folder: Path
    configuration: Path | None = None
    mode: Mode = field(default_factory=Mode)
    timeout: float | None = None
    server: Server | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How the harness ended. `said` is its output as read; `complaint` the end of its standard error; `status` None
    where there was no process. `meaning` is what the descriptor knows of the exit status."""

    said: Said
    status: int | None = None
    complaint: str = ""
    timed_out: bool = False
    meaning: str = ""

    @property
    def failure(self) -> str:
        """Why it failed, in words; empty where it did not."""
        if self.timed_out:
            return "it did not end in time and was stopped"
        if self.said.error:
            return self.said.error
        if self.status:
            how = f"a signal ({-self.status})" if self.status < 0 else f"exit status {self.status}"
            why = self.meaning or _last_words(self.complaint)
            return f"it ended with {how}{': ' + why if why else ''}"
        return ""


def words_for(harness: Harness, task: Task, access: Access) -> Words:
    """The words that are filled in for this task."""
    form = harness.launch.base_urls.get(access.dialect, "{gateway}") if access.base else ""
    words = Words(
        prompt=task.prompt,
        model=task.model,
        plain_model=task.model,
        folder=str(task.folder),
        base_url=form.replace("{gateway}", access.base.rstrip("/")),
        key=access.key,
        dialect=harness.launch.dialects.get(access.dialect, access.dialect),
        configuration=str(task.configuration) if task.configuration else "",
    )
    if task.server:
        given = task.server
        words = replace(
            words,
            server=given.name,
            server_command=given.command,
            server_script=given.script,
            server_folder=given.folder,
        )
    return words if task.mode.native else replace(words, model=filled(harness.launch.model, words))


def with_own(words: Words, harness: Harness, inherited: Mapping[str, str]) -> Words:
    """The words of a native run, with the provider of its model and where the user's own configuration lies."""
    places = [place for text in harness.launch.native.own_file if (place := _place(text, inherited))]
    default = Path(words.configuration, "own.json")
    own = next((place for place in places if place.is_file()), default)
    provider = words.plain_model.partition("/")[0]
    return replace(words, provider=provider, own_file=str(own), own_folder=str(own.parent))


def _place(text: str, variables: Mapping[str, str]) -> Path | None:
    """A path that begins with `~` or `$NAME`; None where that is not set."""
    head, slash, rest = text.partition("/")
    base = variables.get("HOME" if head == "~" else head.removeprefix("$"), "")
    return Path(f"{base}{slash}{rest}") if base else None


async def launch(
    harness: Harness,
    task: Task,
    access: Access,
    inherited: Mapping[str, str],
    on_call: Callable[[str], None] | None = None,
) -> Ended:
    """Start the harness, wait until it ends, and read what it said. `inherited` are the user's variables.

    Cancelled: nothing of it is left running. Raises MachineError where it is missing or cannot be started, and
    UsageError where it is not known how to.
    """
    if harness.launch.in_process:
        return await _in_process(harness, task, access, inherited, on_call or _silent)
    words = words_for(harness, task, access)
    program = find_program(harness, search_path(inherited))
    native = task.mode.native
    words = with_own(words, harness, inherited) if native else words
    if task.configuration:
        write_configuration(harness, words, unattended=task.mode.unattended, native=native)
    start = Start(
        command_line(harness, program, words, task.mode),
        task.folder,
        variables_for(harness, inherited, words, task.mode),
        task.prompt.encode("utf-8", "surrogateescape") if harness.launch.prompt_on_stdin else b"",
    )
    reader = OutputReader(harness.launch.output)
    tell = on_call or _silent

    def take(data: bytes) -> None:
        for name in reader.feed(data):
            tell(name)

    done = await follow(start, take, timeout=task.timeout)
    return Ended(
        reader.end(),
        done.status,
        done.err.decode("utf-8", "replace"),
        done.timed_out,
        harness.launch.statuses.get(str(done.status), ""),
    )


async def _in_process(
    harness: Harness, task: Task, access: Access, inherited: Mapping[str, str], on_call: Callable[[str], None]
) -> Ended:
    words = words_for(harness, task, access)
    work = (
        _asked(words, access.dialect)
        if harness.launch.in_process == "question"
        else _agent(harness, task, words, inherited, on_call)
    )
    try:
        return Ended(await asyncio.wait_for(work, task.timeout))
    except TimeoutError:
        return Ended(Said(), timed_out=True)


async def _asked(words: Words, spoken: str) -> Said:
    """The task as a question to the model, with nothing around it."""
    from skillrt.harness.asking import Question, ask_once  # loaded where it is needed: start-up

    dialect = msgspec.convert(spoken, Dialect)
    return await ask_once(Question(words.prompt, words.model, words.base_url, words.key, dialect))


async def _agent(
    harness: Harness, task: Task, words: Words, inherited: Mapping[str, str], on_call: Callable[[str], None]
) -> Said:
    from skillrt.harness.bare.agent import Job, run_agent  # loaded where it is needed: start-up

    skills = (
        [task.configuration / harness.launch.skills]
        if task.configuration
        else [
            *(task.folder / path for path in harness.skills.project),
            *(Path(inherited.get("HOME", "/"), path.removeprefix("~/")) for path in harness.skills.user),
        ]
    )
    job = Job(
        prompt=task.prompt,
        model=words.model,
        base_url=words.base_url,
        key=words.key,
        folder=task.folder,
        skills=[*dict.fromkeys(skills)],
        variables=variables_for(harness, inherited, words, task.mode),
        unattended=task.mode.unattended,
    )
    return await run_agent(job, on_call)


def _silent(name: str) -> None:
    """Nobody wants to hear of calls."""


def _last_words(text: str) -> str:
    """The last line, or the last few where that one says nothing by itself: a path, a lone word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    says_all = bool(lines) and len(lines[-1].split()) >= _FEW_WORDS
    return " ".join(lines[-1 if says_all else -_MOST_LINES :])[:300]
