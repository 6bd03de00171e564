"""Run one task: lay the skills out, start the gateway and the harness, wait, and say what came of it."""

import asyncio
import shutil
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from skillrt.errors import Diagnostic, MachineError, SkillrtError
from skillrt.gateway.assembly import assemble
from skillrt.gateway.episodes import episodes_of_run
from skillrt.gateway.loading import Loading
from skillrt.gateway.outcomes import judged
from skillrt.harness.launch import Access, Ended, Task, launch
from skillrt.runs.figures import tool_calls_of, usage_of
from skillrt.runs.keeping import keep_after, keep_before
from skillrt.runs.laying import laid_out
from skillrt.runs.leftovers import marked, sweep
from skillrt.runs.link import Beside, Link, linked, run_of
from skillrt.runs.plan import RunPlan, Say
from skillrt.runs.prompting import with_skills
from skillrt.runs.result import RunResult, SkillRow, Status
from skillrt.runs.summing import with_episodes
from skillrt.runs.taping import RUNS, Deck, taped
from skillrt.runs.templates import AtWork, templates_at_work
from skillrt.runs.workspace import Snapshot, changes, snapshot
from skillrt.store.traces import TraceReader, TraceStore, traces_path
from skillrt.store.traces.episode import Episode, FileChange
from skillrt.store.traces.records import ExchangeRecord, FittedSkill, InstalledSkill, RunRecord, RunStatus


@dataclass(frozen=True, slots=True)
class _Done:
    """What is known when the harness has ended."""

    ended: Ended
    took: int
    folders: tuple[Path, ...]
    before: Snapshot
    changed: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A run with all that was seen of it. `broken`: its last model request failed at the provider."""

    result: RunResult
    run: RunRecord
    records: tuple[ExchangeRecord, ...]
    episodes: tuple[Episode, ...]
    broken: bool


async def watch_task(plan: RunPlan, heard: Callable[[ExchangeRecord], None], say: Say = lambda _: None) -> Watched:
    """Carry out the plan without templates and keep nothing: who asks decides what is worth it. `heard` hears each
    request at its end.

    Cancelled, and raises, as `run_task`.
    """
    sweep(plan.data / RUNS, plan.harness, say)
    async with linked(plan, run_of(plan), None, heard, Beside(say=say)) as link:
        started = int(time.time() * 1000)
        done = await _carried_out(plan, link, None, None, lambda _: None, None)
    result = _result(plan, link, done)
    record = _record(plan, link, started, result, done)
    episodes = judged(assemble(link.records, record), record)
    return Watched(with_episodes(result, episodes), record, tuple(link.records), tuple(episodes), link.broken)


async def run_task(plan: RunPlan, say: Say) -> RunResult:
    """Carry out the plan. Cancelled: harness and gateway are stopped, and nothing of the run is left lying about.

    Raises SkillrtError where the run cannot be started: then nothing was asked of a model.
    """
    sweep(plan.data / RUNS, plan.harness, say)
    with ExitStack() as held:
        store = (
            held.enter_context(TraceStore.open(traces_path(plan.data), say=say, retention=plan.retention))
            if plan.record
            else None
        )

        def said_call(name: str) -> None:
            say(f"{plan.harness.title}: {name}")

        def heard(record: ExchangeRecord) -> None:
            for name in tool_calls_of(record):
                said_call(name)

        run = run_of(plan)
        at_work = held.enter_context(templates_at_work(plan, run, say))
        loading = Loading(plan.data, say)
        deck = held.enter_context(taped(plan.taping, plan.harness, (plan.workspace, plan.data / RUNS / run.name)))
        for part in (deck.player, deck.writer):
            if part:
                part.say = say
        async with linked(plan, run, store, heard, Beside(at_work.acting, loading, deck, say)) as link:
            started = int(time.time() * 1000)
            if store:
                store.put_run(_record(plan, link, started))
            try:
                done = await _carried_out(plan, link, at_work, loading, said_call, store)
            except BaseException as error:
                end: RunStatus = "not-started" if isinstance(error, SkillrtError) else "interrupted"
                if store:
                    store.put_run(msgspec.structs.replace(_record(plan, link, started), status=end))
                raise
        result = msgspec.structs.replace(_result(plan, link, done), fitted=tuple(loading.fitted))
        record = _record(plan, link, started, result, done)
        if store is None:
            episodes = judged(assemble(link.records, record), record)
        else:
            episodes = _kept(plan, store, record, done, say)
        result = with_episodes(result, episodes)
        gone = [item.path for item in done.changed if not item.after]
        jit = await asyncio.to_thread(at_work.settle, result, episodes, gone)
        return msgspec.structs.replace(result, jit=jit, notes=_notes(deck))


def _notes(deck: Deck) -> tuple[str, ...]:
    lost = deck.writer.dropped if deck.writer else 0
    return (f"the recording is not complete: it lacks {lost} answer{'s' if lost > 1 else ''}",) if lost else ()


def _kept(plan: RunPlan, store: TraceStore, record: RunRecord, done: _Done, say: Say) -> Sequence[Episode]:
    """Keep the run with what it has written; its episodes."""
    keep_after(store, plan.workspace, (item.path for item in done.changed if item.after))
    store.put_run(record)
    if not store.flush():
        say("the traces of this run were not kept")
    with TraceReader.open(store.path) as reader:
        return episodes_of_run(reader, record.id)


async def _carried_out(
    plan: RunPlan,
    link: Link,
    at_work: AtWork | None,
    loading: Loading | None,
    said_call: Say,
    store: TraceStore | None,
) -> _Done:
    began = time.monotonic()
    with ExitStack() as held:
        native, past = plan.mode.native, plan.aim.past
        needed = bool(plan.harness.launch.native.files) and not past if native else True
        mark = held.enter_context(marked(plan.data / RUNS, link.run.name))
        configuration = held.enter_context(_configuration(plan.data, link.run.name)) if needed else None
        skills_go = None if native else configuration
        folders = held.enter_context(laid_out(plan.skills, plan.harness, plan.workspace, skills_go, mark))
        if loading:
            loading.know(plan.skills, folders, plan.workspace)
        before, stamps = snapshot(plan.workspace)
        if store:
            keep_before(store, plan.workspace, before)
        given = with_skills(plan.task, folders) if plan.inject else plan.task
        if at_work:
            at_work.acting.given = given
        task = Task(
            given,
            plan.model,
            plan.workspace,
            configuration,
            plan.mode,
            plan.timeout,
            plan.server,
        )
        access = Access(link.base, link.run.id, plan.aim.dialect)
        # past the gateway only the harness itself says what it calls
        ended = await launch(plan.harness, task, access, plan.inherited, None if link.base else said_call)
        after, _ = snapshot(plan.workspace, earlier=stamps)
    took = int((time.monotonic() - began) * 1000)
    return _Done(ended, took, folders, before, changes(before, after))


@contextmanager
def _configuration(data: Path, name: str) -> Generator[Path]:
    """A folder for the harness's configuration, for this run alone."""
    folder = data / RUNS / name
    try:
        folder.mkdir(parents=True, mode=0o700)
    except OSError as error:
        message = f"`{folder}` cannot be made: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def status_of(ended: Ended, link: Link) -> Status:
    """How the run ended, and whose fault that is: the provider's where its last answer was an error."""
    if ended.timed_out:
        return "time-out"
    if not ended.failure:
        return "ok"
    return "provider" if link.broken else "failed"


def _result(plan: RunPlan, link: Link, done: _Done) -> RunResult:
    said = done.ended.said
    usage = usage_of(link.records)
    return RunResult(
        id=link.run.name,
        harness=plan.harness.name,
        model=plan.model,
        upstream=plan.aim.upstream.name if plan.aim.upstream else "",
        dialect=plan.aim.dialect,
        translated=plan.aim.translated,
        status=status_of(done.ended, link),
        answer=said.text.strip(),
        failure=done.ended.failure,
        took=done.took,
        exchanges=len(link.records),
        served=link.served,
        attempts=link.attempts,
        unattended=plan.mode.unattended,
        native=plan.mode.native,
        tool_calls=tuple(name for item in link.records for name in tool_calls_of(item)) or said.calls,
        usage=usage or said.usage,
        counted_by="gateway" if usage else "harness" if said.usage else "nobody",
        skills=tuple(
            SkillRow(name=item.name, variant=item.digest, folder=str(folder))
            for item, folder in zip(plan.skills, done.folders, strict=True)
        ),
        changed=tuple(item.path for item in done.changed),
        exit_status=done.ended.status,
    )


def _record(
    plan: RunPlan, link: Link, started: int, result: RunResult | None = None, done: _Done | None = None
) -> RunRecord:
    """What the store is told of the run."""
    before = tuple(FileChange(path=path, before=digest) for path, digest in done.before.files.items()) if done else ()
    return RunRecord(
        id=link.run.name,
        started=started,
        harness=plan.harness.name,
        model=plan.model,
        prompt=plan.task,
        workspace=str(plan.workspace),
        took=result.took if result else -1,
        status=result.status if result else "running",
        exit_code=result.exit_status if result else None,
        note=result.failure if result else "",
        final=result.answer if result else "",
        skills=tuple(InstalledSkill(name=item.name, variant=item.digest) for item in plan.skills),
        before=before,
        changes=done.changed if done else (),
        fitted=tuple(FittedSkill(name=item.skill, model=item.model, variant=item.variant) for item in result.fitted)
        if result
        else (),
        exits=done.ended.said.exits if done else (),
        replayed=plan.taping.replay is not None,
    )
