"""Templates in a run: those that are kept, under what they act, and what is to be remembered of them afterwards."""

import statistics
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from skillrt.errors import MachineError, SkillrtError
from skillrt.gateway.access import Run
from skillrt.gateway.acting import Acting, Mode, Setting
from skillrt.jit.live.acting import Act, Place
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.live.shadow import Did, Verdict, judge
from skillrt.jit.placing import relative
from skillrt.jit.replay import Replayer, copy_files
from skillrt.jit.state import Kept, Spent
from skillrt.process.sandbox import Limits, open_sandbox
from skillrt.runs.interpreter import environment_of, interpreter_of
from skillrt.runs.other_runs import OtherRuns, at_work_in
from skillrt.runs.plan import RunPlan, Say
from skillrt.runs.remembering import Seen, in_use, read_or_none, remember
from skillrt.runs.result import Jit, RunResult, TemplateRow
from skillrt.runs.workspace import ignored_in
from skillrt.store import digest_of
from skillrt.store.templates import Templates
from skillrt.store.traces.episode import Episode

# the answer of the run waits for it
_SECONDS: Final = 15.0


@contextmanager
def templates_at_work(plan: RunPlan, run: Run, say: Say) -> Generator["AtWork"]:
    """The templates of the run, while it goes on."""
    with (
        tempfile.TemporaryDirectory(prefix="skillrt-shadow-") as folder,
        at_work_in(plan.workspace, plan.data) as others,
    ):
        yield AtWork(plan, run, say, Path(folder), others)


class AtWork:
    """`acting` is for the gateway; `copy` is where the workspace is kept as the request found it, once a template has
    predicted something."""

    def __init__(self, plan: RunPlan, run: Run, say: Say, folder: Path, others: OtherRuns) -> None:
        self._plan = plan
        self._others = others
        self._run = run
        self._say = say
        self._store = Templates(plan.data)
        self._ignored = ignored_in(plan.harness)
        self._acts: tuple[Act, ...] = ()
        self._replayer: Replayer | None = None
        self._why_off = ""
        self.copy = folder / "before"
        kept = self._kept() if plan.jit != "off" and not plan.aim.past else ()
        self.mode: Mode = plan.jit
        if plan.aim.past and plan.jit != "off":
            self.mode = "off"
            self._why_off = "this run goes past the gateway" if plan.jit == "on" else ""
        self._conditions = Conditions({}, "")
        self._folders = {item.name: item.folder for item in plan.skills}
        if kept:
            self._prepare()
        place = Place(plan.workspace, self._ignored, self._folders)
        setting = Setting(
            run=run,
            task=relative(plan.task.strip(), str(plan.workspace)),
            place=place,
            harness=plan.harness,
            conditions=self._conditions,
            kept=kept,
            mode=self.mode,
            say=say,
            predicted=self._predicted,
            midway=True,
        )
        self.acting = Acting(setting)
        self.acting.rehearse()

    def settle(self, result: RunResult, episodes: Sequence[Episode], gone: Sequence[str] = ()) -> Jit:
        """Remember how acts and predictions turned out, and say so. `gone` are files that the run took away."""
        rows: list[TemplateRow] = []
        acting = self.acting
        if acting.act is not None:
            rows.append(self._settle_part(acting.act, result) if acting.part else self._settle_act(acting.act))
        elif not self._acts:
            held = sorted(acting.held_back.items())
            rows = [TemplateRow(template=name, did="held-back", why=why) for name, why in held]
        elif self._replayer and self._is_measure(result):
            turns = sum(len(episode.turns) for episode in episodes)
            tokens = result.usage.input + result.usage.output if result.usage else 0
            rows = self._settle_predictions(result, Spent(turns, tokens, result.took), gone)
        else:
            why = "the run did not end well: it says nothing of the prediction"
            rows = [TemplateRow(template=act.template, did="predicted", why=why) for act in self._acts]
        millis = round(acting.millis, 3)
        return Jit(mode=self.mode, why_off=self._why_off, decision_ms=millis, templates=tuple(rows))

    def _kept(self) -> tuple[Kept, ...]:
        return tuple(in_use(self._store, self._say, set()))

    def _prepare(self) -> None:
        """Find what templates run under; without a sandbox nothing is done by them."""
        found = interpreter_of(self._plan.workspace, self._plan.inherited)
        try:
            sandbox = open_sandbox(found.program if found else "", Limits(seconds=_SECONDS))
            self._replayer = Replayer(sandbox, folders=self._folders)
        except MachineError as error:
            self.mode, self._why_off = "off", f"there is no sandbox here: {error.diagnostics[0].message}"
            self._say(f"no templates in this run: {self._why_off}")
            return
        skills = {item.name: item.digest for item in self._plan.skills}
        self._conditions = Conditions(skills, environment_of(self._plan.harness.name, found))

    def _predicted(self, acts: tuple[Act, ...]) -> None:
        """Keep the workspace as it is, before the model works on it."""
        self.copy.mkdir(parents=True, exist_ok=True)
        copy_files(self._plan.workspace, self.copy, self._ignored)
        self._acts = acts

    def _is_measure(self, result: RunResult) -> bool:
        """Whether what the model did is something that a prediction can be measured by."""
        return result.status == "ok" and not result.outcome.startswith("failed")

    def _settle_act(self, act: Act) -> TemplateRow:
        why = self.acting.handed_over
        kept = self._remember(act.template, not why, why)
        saved = bool(kept and kept.spent and not why and not self.acting.midway)
        return TemplateRow(
            template=act.template,
            did="handed-over" if why else "answered",
            why=why,
            state=kept.state if kept else "",
            turns_saved=_median([item.turns for item in kept.spent]) if kept and saved else None,
            tokens_saved=_median([item.tokens for item in kept.spent]) if kept and saved else None,
        )

    def _settle_part(self, act: Act, result: RunResult) -> TemplateRow:
        """A part was right where the model left it as it was."""
        changed = next((path for path, digest in self.acting.part.items() if self._digest(path) != digest), "")
        why = f"the model changed `{changed}` afterwards" if changed else ""
        counts = bool(changed) or self._is_measure(result)
        kept = self._remember(act.template, not why, why) if counts else None
        return TemplateRow(template=act.template, did="did-a-part", why=why, state=kept.state if kept else "")

    def _digest(self, path: str) -> str:
        try:
            return digest_of((self._plan.workspace / path).read_bytes())
        except OSError:
            return ""

    def _settle_predictions(self, result: RunResult, spent: Spent, gone: Sequence[str]) -> list[TemplateRow]:
        assert self._replayer is not None
        written = {path: self._plan.workspace / path for path in result.changed if path not in gone}
        did = Did(result.id, self._plan.task, result.answer, written, tuple(gone))
        rows: list[TemplateRow] = []
        for act in self._acts:
            try:
                found = judge(act, self.copy, did, self._replayer)
            except SkillrtError as error:
                why = f"it could not be tried: {error.diagnostics[0].message}"
                rows.append(TemplateRow(template=act.template, did="predicted", why=why))
                continue
            kept = self._remember(found.template, found.right, found.why, spent)
            rows.append(_row(found, kept, self.acting.unused.get(found.template, "")))
        return rows

    def _remember(self, name: str, right: bool, why: str, spent: Spent | None = None) -> Kept | None:
        if not right and self._others.seen():
            self._say(f"another run was at work in this folder: that template {name} was not right is not counted")
            return read_or_none(self._store, name)
        acting = self.acting
        told = acting.instructions
        seen = Seen(run=self._run.name, right=right, why=why, spent=spent, midway=acting.midway, instructions=told)
        return remember(self._store, name, self._conditions, acting.tool, seen, self._say)


def _row(found: Verdict, kept: Kept | None, unused: str) -> TemplateRow:
    """`unused` is why it did not act, where it is promoted and might have."""
    return TemplateRow(
        template=found.template,
        did="predicted",
        right=found.right,
        why=found.why or unused,
        state=kept.state if kept else "",
    )


def _median(values: list[int]) -> int:
    return round(statistics.median(values))
