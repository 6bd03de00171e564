"""Settle a watched session: keep it as a run, count what templates predicted or did, or learn from it.

A program of its own (`python -m skillrt.runs.watching.settling settle|learn DATA PYTHON WHAT...`), so that none of it
takes time from the gateway. What it prints is for the user, but for a line `learn RUN WORKSPACE` at the end where the
session teaches something.
"""

import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from skillrt.config import variables_of_steps
from skillrt.errors import SkillrtError
from skillrt.gateway.episodes import episodes_of_run, refresh
from skillrt.jit.live.acting import Act, Place, decide
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.live.shadow import Did, judge
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.placing import relative
from skillrt.jit.replay import Replayer
from skillrt.jit.state import Kept, Spent
from skillrt.process.sandbox import Limits, open_sandbox
from skillrt.runs.interpreter import first_on_path, interpreter_of
from skillrt.runs.keeping import keep_after, keep_before
from skillrt.runs.learning import SECONDS, Lesson, learn
from skillrt.runs.plan import Say
from skillrt.runs.remembering import Seen, remember
from skillrt.runs.watching.spool import AFTER, BEFORE, SessionRecord, claim
from skillrt.runs.workspace import Snapshot, changes, snapshot
from skillrt.store.templates import Templates
from skillrt.store.traces import Episode, FileChange, InstalledSkill, RunRecord, TraceReader, TraceStore, traces_path
from skillrt.store.variants import kept_variants

LEARN: Final = "learn "
_SECONDS: Final = 15.0


class Work(msgspec.Struct, frozen=True):
    """A session that is settled: its folder with what it holds, SkillRT's folder, the variables that programs run
    with, who hears what comes of it."""

    folder: Path
    record: SessionRecord
    data: Path
    variables: Mapping[str, str]
    say: Say


def settle(folder: Path, data: Path, variables: Mapping[str, str], say: Say) -> SessionRecord | None:
    """Keep the session in the folder and count what templates did in it; gives it where it teaches something. The
    folder is removed. Raises SkillrtError, OSError."""
    record = claim(folder)
    if record is None:
        return None
    work = Work(folder, record, data, variables, say)
    try:
        changed = _changed(work)
        episodes = _kept(work, changed)
        failed = any(episode.outcome.kind == "failed" for episode in episodes)
        if record.acted:
            _settle_act(work)
        elif record.predicted and not failed:
            _settle_predictions(work, changed, episodes)
        teaches = not record.known and not failed and any(turn.calls for item in episodes for turn in item.turns)
        return record if teaches and record.copied else None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _changed(work: Work) -> tuple[FileChange, ...]:
    """What is not as it was, of what the session wrote and took away."""
    if not work.record.copied:
        return ()
    before, _ = snapshot(work.folder / BEFORE)
    after, _ = snapshot(work.folder / AFTER)
    left = {path: digest for path, digest in before.files.items() if path not in work.record.gone}
    return changes(before, Snapshot({**left, **after.files}))


def _kept(work: Work, changed: tuple[FileChange, ...]) -> Sequence[Episode]:
    """Keep it in the trace store as a run; its episodes."""
    record = work.record
    found, _ = snapshot(work.folder / BEFORE)
    with TraceStore.open(traces_path(work.data), say=work.say) as store:
        keep_before(store, work.folder / BEFORE, found)
        keep_after(store, work.folder / AFTER, (item.path for item in changed if item.after))
        store.put_run(
            RunRecord(
                id=record.run,
                started=record.began,
                harness=record.harness,
                model=record.model,
                prompt=record.task,
                workspace=record.workspace,
                took=record.took,
                status="ok",
                final=record.final,
                skills=tuple(InstalledSkill(name=name, variant=digest) for name, digest in record.skills.items()),
                before=tuple(FileChange(path=path, before=digest) for path, digest in found.files.items()),
                changes=changed,
            )
        )
        if not store.flush():
            work.say("a session was not kept in the trace store")
        with TraceReader.open(store.path) as reader:
            refresh(reader)
            return episodes_of_run(reader, record.run)


def _settle_act(work: Work) -> None:
    record = work.record
    seen = Seen(run=record.run, right=not record.why, why=record.why, instructions=record.instructions)
    kept = _remember(work, record.acted, seen)
    if kept and record.why:
        work.say(f"template {record.acted} was handed over to the model: {record.why} ({kept.state})")


def _settle_predictions(work: Work, changed: tuple[FileChange, ...], episodes: Sequence[Episode]) -> None:
    record, before = work.record, work.folder / BEFORE
    python = interpreter_of(Path(record.workspace), work.variables)
    folders = kept_variants(work.data, record.skills)
    replayer = Replayer(open_sandbox(python.program if python else "", Limits(seconds=_SECONDS)), folders=folders)
    written = {item.path: work.folder / AFTER / item.path for item in changed if item.after}
    gone = tuple(item.path for item in changed if not item.after)
    task = relative(record.task, record.workspace)
    did = Did(record.run, task, record.final, written, gone)
    spent = Spent(
        turns=sum(len(episode.turns) for episode in episodes),
        tokens=sum(episode.usage.input + episode.usage.output for episode in episodes),
        millis=record.took,
    )
    for kept in record.predicted:
        act = decide(Shelf([kept.template]), task, Place(before, skills=folders))
        if not isinstance(act, Act):
            continue  # what the gateway found in the workspace is not in its copy: a link
        found = judge(act, before, did, replayer)
        told = record.instructions
        seen = Seen(run=record.run, right=found.right, why=found.why, spent=spent, instructions=told)
        now = _remember(work, kept.template.id, seen)
        if now:
            work.say(f"template {kept.template.id} predicted {_words(now, seen)}")


def _remember(work: Work, name: str, seen: Seen) -> Kept | None:
    record = work.record
    conditions = Conditions(record.skills, record.environment)
    return remember(Templates(work.data), name, conditions, record.tool, seen, work.say)


def _words(kept: Kept, seen: Seen) -> str:
    return f"right, {kept.right} in a row ({kept.state})" if seen.right else f"wrong: {seen.why} ({kept.state})"


def main(arguments: Sequence[str], say: Callable[[str], None]) -> int:
    """What the module says; the exit status."""
    part, data, python, *rest = arguments
    try:
        variables = variables_of_steps()
        variables = first_on_path(python, variables) if python else variables
        if part == "settle":
            record = settle(Path(rest[0]), Path(data), variables, say)
            if record:
                say(f"{LEARN}{record.run} {record.workspace}")
        else:
            until = time.monotonic() + SECONDS
            learn(Lesson(Path(data), Path(rest[1]), variables, rest[0]), say, lambda: time.monotonic() > until)
    except (SkillrtError, OSError) as error:
        say(f"a session is not settled: {error}")
        return 1
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], _say))
