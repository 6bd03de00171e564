"""Learn after a run: from the newest runs that did the same kind of job, for a bounded time."""

import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Final

import msgspec

from skillrt.errors import SkillrtError
from skillrt.errors.defects import defect
from skillrt.jit.bundled.parameters import calls_of
from skillrt.jit.learn import MIN_PROOFS, Workshop
from skillrt.jit.replay import Replayer
from skillrt.jit.requests import ending_of
from skillrt.jit.shelving import shelve
from skillrt.jit.state import read_kept
from skillrt.jit.stored import stored_episodes, unfit
from skillrt.process.sandbox import Limits, open_sandbox
from skillrt.runs.interpreter import interpreter_of
from skillrt.runs.plan import RunPlan, Say
from skillrt.runs.result import RunResult
from skillrt.store.templates import Templates
from skillrt.store.traces import Episode, Episodes, TraceReader, Wanted, traces_path
from skillrt.store.variants import kept_variants

SECONDS: Final = 30.0
"""How long it may take; what is known by then is kept."""
_SEEN: Final = 200
_COMPARED: Final = 8
_EACH: Final = 5.0


class Lesson(msgspec.Struct, frozen=True):
    """What is learnt from: the store below `data`; the workspace of the newest run, and the variables that programs
    run with there. `run` names the run where it is not the newest."""

    data: Path
    workspace: Path
    inherited: Mapping[str, str]
    run: str = ""


def may_learn(plan: RunPlan, result: RunResult) -> bool:
    """Whether the run teaches something: a model did the whole of it, and no template knew the request."""
    jit = result.jit
    is_new = jit.mode != "off" and not jit.templates
    is_told = plan.record and result.exchanges > result.served and bool(result.tool_calls)
    return plan.learn and is_new and is_told and result.status == "ok" and not result.outcome.startswith("failed")


def learn_after(plan: RunPlan, say: Say, seconds: float = SECONDS) -> None:
    """Learn what the newest run and those like it teach, and say what came of it. Ctrl-C ends it at once.

    Nothing is learnt where there is no sandbox, or fewer such runs than a template needs.
    """
    stop = Event()
    until = time.monotonic() + seconds
    lesson = Lesson(plan.data, plan.workspace, plan.inherited)
    is_over = lambda: stop.is_set() or time.monotonic() > until  # noqa: E731
    work = Thread(target=learn, args=(lesson, say, is_over), daemon=True)
    work.start()
    try:
        while work.is_alive():
            work.join(0.1)
    finally:
        stop.set()


def alike(reader: TraceReader, run: str = "") -> list[Episode]:
    """The newest episode, or that of a run, and those before that did the same kind of job: with the same skill, the
    same endings of the files that they wrote. Newest first; empty where the newest cannot teach."""
    found = Episodes(reader.connection).find(Wanted(limit=_SEEN))
    if run:
        found = found[next((at for at, episode in enumerate(found) if episode.run == run), len(found)) :]
    able = [episode for episode in found if not unfit(episode, reader.run(episode.run) if episode.run else None)]
    newest = next((episode for episode in found if not episode.parent), None)
    if not able or newest is None or able[0].id != newest.id:
        return []
    return [episode for episode in able if _kind(episode) == _kind(able[0])]


def is_time(count: int) -> bool:
    """Whether to learn from so many runs of a kind, where nothing came of it the last time: 2, 3, 4, 6, 8, 12, ..."""
    return count >= MIN_PROOFS and count % (1 << max(count.bit_length() - 2, 0)) == 0


def _kind(episode: Episode) -> tuple[list[str], list[str]]:
    skills = [use.name for use in episode.skills if use.loaded_at >= 0][:1]
    return skills, sorted(ending_of(item.path) for item in episode.changes if item.after)


def learn(lesson: Lesson, say: Say, is_over: Callable[[], bool]) -> None:
    """Learn what the run and those like it teach, and say what came of it; what is known once `is_over` is kept."""
    try:
        names = _learnt(lesson, say, is_over)
    except (SkillrtError, OSError, msgspec.MsgspecError) as error:
        say(f"nothing was learnt: {error}")
        return
    except Exception as error:  # noqa: BLE001  (it may be a thread's last word; it is said, never swallowed)
        say(f"nothing was learnt: {defect(error, '').message}")
        return
    if names:
        say(f"template {', '.join(names)}: in shadow until it has been right three times (skillrt jit show)")


def _learnt(lesson: Lesson, say: Say, is_over: Callable[[], bool]) -> list[str]:
    """The ids of what was learnt, or learnt anew."""
    store = Templates(lesson.data)
    with (
        tempfile.TemporaryDirectory(prefix="skillrt-learn-") as name,
        TraceReader.open(traces_path(lesson.data)) as reader,
    ):
        kind = alike(reader, lesson.run)
        ids = {episode.id for episode in kind[:_COMPARED]}
        if not (is_time(len(kind)) or _is_known(store, ids)) or len(kind) < _fewest(lesson, kind):
            return []
        say(f"learning from {len(ids)} runs of this kind")
        found = stored_episodes(reader, Path(name), wanted=lambda episode: episode.id in ids)
        python = interpreter_of(lesson.workspace, lesson.inherited)
        sandbox = open_sandbox(python.program if python else "", Limits(seconds=_EACH))
        replayer = Replayer(sandbox, is_over, kept_variants(lesson.data, found.variants))
        shelved = shelve(store, Workshop(found.episodes, replayer))
        return [kept.template.id for kept in shelved.templates]


def _fewest(lesson: Lesson, kind: Sequence[Episode]) -> int:
    """How many runs it takes: one less where the skill brings scripts along that may be the program."""
    used = {use.name: use.variant for use in kind[0].skills if use.loaded_at >= 0 and use.variant} if kind else {}
    folders = kept_variants(lesson.data, used)
    return MIN_PROOFS if any(map(calls_of, folders.values())) else MIN_PROOFS + 1


def _is_known(store: Templates, ids: Collection[str]) -> bool:
    """Whether a template came of such runs: it may learn another way to ask for the same."""
    templates = (read_kept(store, name).template for name in store.ids())
    return any(not {template.source, *template.proofs}.isdisjoint(ids) for template in templates)
