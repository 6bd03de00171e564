"""The whole of a profile: what the journal knows is taken from it, the rest is measured and written down."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError
from skillrt.profiler.chart import Bounds
from skillrt.profiler.estimate import Estimate, cheapest_first, estimate, guesses_of, shares_of, with_budget
from skillrt.profiler.journal import FOLDER, Head, Journal, journal_folder, known_trials, read_lines
from skillrt.profiler.measure import Asked, Measured, Progress, measure
from skillrt.profiler.playing import Setting, play
from skillrt.profiler.protocol import Budget, Design, Spent
from skillrt.profiler.result import profile_of, run_of
from skillrt.profiler.selection import Selection
from skillrt.profiler.trial_costs import Cell
from skillrt.profiler.trials import Ended, Trial
from skillrt.store.replacing import write_file
from skillrt.store.traces import TraceStore, traces_path
from skillrt.targets import OwnProfile, Target
from skillrt.targets.profile_file import MeasuredRun, read_profile

JOURNAL: Final = "journal.jsonl"
PROFILE: Final = "profile.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done. `output` is the profile to write; what it says already of this target is added to.
    `in_order`: primitives are measured in the order of the selection, else the cheapest first."""

    setting: Setting
    selection: Selection
    bounds: Bounds
    seed: str
    output: Path | None = None
    budget: Budget = field(default_factory=Budget)
    jobs: int = 1
    keep_traces: bool = True
    in_order: bool = False

    @property
    def folder(self) -> Path:
        """Where the journal of this target and seed is kept, with the traces of what failed."""
        return journal_folder(self.setting.data, self.setting.target, self.seed)

    @property
    def file(self) -> Path:
        """The profile."""
        return self.output or self.folder / PROFILE


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the run, the profile with what was known before, and where that was written.

    `file` is empty where no trial counts, so that there is nothing to write. `gone` says what of the earlier profile
    no longer counts.
    """

    target: str
    run: MeasuredRun
    profile: OwnProfile
    file: str
    traces: str
    measured: Measured
    gone: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all was decided that can be."""
        return not self.measured.stopped and all(row.verdict.stopped == "decided" for row in self.measured.standings)


def kept_profiles(data: Path, target: str) -> tuple[Path, ...]:
    """The profiles that are kept of a target, sorted; those written elsewhere with `-o` are not known here."""
    model, _, harness = target.rpartition("@")
    found = (data / FOLDER / harness / model.replace("/", "--").replace(":", "-")).glob(f"*/{PROFILE}")
    return tuple(sorted(found))


def journal_of(plan: Plan) -> Journal:
    """The journal, opened and held. Raises InputError and MachineError."""
    return Journal(plan.folder / JOURNAL, _head(plan))


def _head(plan: Plan) -> Head:
    target = plan.setting.target
    return Head(target.model, target.harness.name, plan.seed)


def begin_anew(plan: Plan) -> None:
    """Put the journal aside: all is measured again."""
    path = plan.folder / JOURNAL
    if path.exists():
        path.replace(path.with_name(f"{time.time_ns()}.jsonl"))


def estimated(plan: Plan) -> Estimate:
    """What it will take; nothing is written. Raises as `read_lines`."""
    known = known_trials(read_lines(plan.folder / JOURNAL, _head(plan)), plan.seed, _dates(plan))
    designs, guesses = _in_order(plan, known)
    shares = shares_of(plan.selection.probes, designs, known, guesses, plan.seed)
    found = estimate(plan.setting.target, designs, known, shares, plan.jobs)
    return with_budget(found, plan.budget, plan.jobs)


def _in_order(plan: Plan, known: Mapping[Trial, Ended]) -> tuple[dict[str, Design], dict[Cell, Spent]]:
    """The designs in the order in which they are measured, and what a trial of each level is guessed to take."""
    chosen = plan.selection
    guesses = guesses_of(plan.setting.target, chosen.probes, chosen.designs, plan.seed)
    if plan.in_order:
        return dict(chosen.designs), guesses
    shares = shares_of(chosen.probes, chosen.designs, known, guesses, plan.seed)
    return cheapest_first(chosen.designs, shares), guesses


async def carry_out(plan: Plan, tell: Callable[[Progress], None], say: Callable[[str], None]) -> Outcome:
    """Measure and write the profile. Cancelled: what has ended is in the journal, from where the same plan goes on.

    Raises InputError where the profile to add to is of another target, or cannot be read, before anything is asked.
    """
    target, chosen = plan.setting.target, plan.selection
    earlier = earlier_profile(plan.file, target)
    with ExitStack() as held:
        journal = held.enter_context(journal_of(plan))
        traces = held.enter_context(TraceStore.open(traces_path(plan.folder), say=say)) if plan.keep_traces else None
        known = _known(plan, journal)
        designs, guesses = _in_order(plan, known)
        asked = Asked(plan.seed, chosen.probes, designs, plan.budget, plan.jobs, guesses=guesses)

        def keep(trial: Trial, ended: Ended) -> None:
            if traces and ended.episode:
                traces.flush()
            journal.add(trial, chosen.probes[trial.primitive].date, ended)

        player = partial(play, replace(plan.setting, traces=traces, say=_once(say)))
        measured = await measure(asked, known, player, keep, tell)
    today = datetime.now(UTC).date().isoformat()
    # the file is in the order of the selection, whatever order saved most
    at = {name: number for number, name in enumerate(chosen.designs)}
    measured = msgspec.structs.replace(
        measured, standings=tuple(sorted(measured.standings, key=lambda item: at[item.primitive]))
    )
    run = run_of(target, plan.seed, today, plan.bounds, measured.standings, chosen.left_out)
    profile, gone = profile_of(target, run, earlier)
    is_kept = bool(profile.primitives) or earlier is not None
    if is_kept:
        write_profile(plan.file, profile)
    return Outcome(
        target=str(target),
        run=run,
        profile=profile,
        file=str(plan.file) if is_kept else "",
        traces=str(traces_path(plan.folder)) if plan.keep_traces else "",
        measured=measured,
        gone=gone,
    )


def _once(say: Callable[[str], None]) -> Callable[[str], None]:
    """Say nothing twice: every trial meets the same provider."""
    said: set[str] = set()

    def tell(line: str) -> None:
        if line not in said:
            said.add(line)
            say(line)

    return tell


def write_profile(path: Path, profile: OwnProfile) -> None:
    """Write it at once; its folder must exist. Raises MachineError."""
    write_file(path, profile_bytes(profile))


def profile_bytes(profile: OwnProfile) -> bytes:
    """The file: what is empty is left out."""
    plain = msgspec.to_builtins(profile)
    kept = {key: value for key, value in plain.items() if value not in (None, [], "", ())}
    return msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n"


def _known(plan: Plan, journal: Journal) -> dict[Trial, Ended]:
    return journal.known(_dates(plan))


def _dates(plan: Plan) -> dict[str, str]:
    return {name: probe.date for name, probe in plan.selection.probes.items()}


def earlier_profile(path: Path, target: Target) -> OwnProfile | None:
    """The profile at `path`, where there is one. Raises InputError for one of another target, or that is none."""
    if not path.exists():
        return None
    found = read_profile(path)
    if (found.model, found.harness) != (target.model, target.harness.name):
        message = f"`{path}` is a profile of `{found.model}@{found.harness}`, not of `{target}`"
        raise InputError(Diagnostic.of("profile.other-target", message))
    return found
