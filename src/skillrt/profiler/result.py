"""The profile that a measuring gives, as a file that compilers read, added to what was measured before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from skillrt.gateway.assembly.prices import price_of
from skillrt.profiler.chart import Bounds
from skillrt.profiler.protocol import profile_levels
from skillrt.profiler.standing import Standing
from skillrt.profiler.trials import NAMES
from skillrt.targets import OwnProfile, Target
from skillrt.targets.profile_file import Cost, Failure, Levels, MeasuredRun, Primitives, Promise, Said, Trials

_NOTES: Final = 3  # failures of a level that are written down
_WHY: Final = 300
SOURCE: Final = "skillrt profile"


def run_of(
    target: Target, seed: str, date: str, bounds: Bounds, standings: Sequence[Standing], left_out: Mapping[str, str]
) -> MeasuredRun:
    """What one measuring gives. `left_out`: primitives that were not measured, with the reason."""
    tested = [item for item in standings if profile_levels(item.state) or item.skipped]
    priced = price_of(target.model) is not None
    return MeasuredRun(
        seed=seed,
        date=date,
        design=words_of(bounds, standings),
        promise=Promise(bounds.held, bounds.missing, max(bounds.alpha, bounds.beta)),
        probes={item.primitive: item.probe for item in tested},
        primitives={item.primitive: levels for item in tested if (levels := profile_levels(item.state))},
        verdicts={item.primitive: _said(item) for item in standings},
        open={item.primitive: item.open_because for item in standings if item.open_because} | dict(left_out),
        contradicts=tuple(item.primitive for item in standings if item.verdict.contradicts),
        failures=tuple(_failures(standings)),
        costs={item.primitive: _cost(item, priced=priced) for item in tested},
    )


def words_of(bounds: Bounds, standings: Sequence[Standing]) -> str:
    """How it was measured, in words."""
    ordered = any(item.state.design.ordered for item in standings)
    how = "rates taken to fall with the level" if ordered else "each level tested by itself"
    return (
        f"held: {bounds.held:.0%} or more pass; missing: {bounds.missing:.0%} or fewer; chance of the wrong one at "
        f"most {bounds.alpha:g} and {bounds.beta:g} where it was decided; {how}"
    )


def profile_of(target: Target, run: MeasuredRun, earlier: OwnProfile | None) -> tuple[OwnProfile, tuple[str, ...]]:
    """The profile with this run, and what was left behind, in words.

    `earlier` is a profile of the same target. The share of an earlier run with the same seed is replaced; trials of
    probes that have changed since are taken out, since they are of other tasks.
    """
    if earlier is None:
        return _profile(target, run, run.primitives, (run,), (SOURCE, (), None)), ()
    counts, runs, gone = earlier.primitives, list[MeasuredRun](), list[str]()
    for old in earlier.runs:
        changed = sorted(name for name, date in old.probes.items() if run.probes.get(name, date) != date)
        if old.seed == run.seed:
            # what is measured again with this seed is in the new run; the rest of the old one stays
            changed = sorted(set(old.probes) & {*run.probes, *changed})
        elif changed:
            gone.append(f"trials of {old.date} of {', '.join(changed)}: the probe has changed since")
        counts = _minus(counts, {name: old.primitives[name] for name in changed if name in old.primitives})
        left = _without(old, changed)
        if left.seed == run.seed:
            run = _joined(left, run)
            counts = _minus(counts, left.primitives)
        else:
            runs.append(left)
    about = (earlier.source or SOURCE, earlier.notes, earlier.observed)
    return _profile(target, run, _plus(counts, run.primitives), (*runs, run), about), tuple(gone)


def _profile(
    target: Target,
    run: MeasuredRun,
    counts: Primitives,
    runs: tuple[MeasuredRun, ...],
    about: tuple[str, tuple[str, ...], object],
) -> OwnProfile:
    source, notes, observed = about
    plain = OwnProfile(
        model=target.model,
        harness=target.harness.name,
        date=run.date,
        source=source,
        notes=notes,
        primitives=dict(sorted(counts.items())),
        runs=runs,
    )
    return msgspec.structs.replace(plain, observed=observed)


def _joined(old: MeasuredRun, new: MeasuredRun) -> MeasuredRun:
    """A run with what an earlier one with the same seed measured besides."""
    return msgspec.structs.replace(
        new,
        probes=old.probes | new.probes,
        primitives=old.primitives | new.primitives,
        verdicts=old.verdicts | new.verdicts,
        open=old.open | new.open,
        contradicts=tuple(sorted({*old.contradicts, *new.contradicts})),
        failures=(*old.failures, *new.failures),
        costs=old.costs | new.costs,
    )


def _without(run: MeasuredRun, names: Sequence[str]) -> MeasuredRun:
    def kept(table: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in table.items() if name not in names}

    return msgspec.structs.replace(
        run,
        probes=kept(run.probes),
        primitives=kept(run.primitives),
        verdicts=kept(run.verdicts),
        open=kept(run.open),
        contradicts=tuple(name for name in run.contradicts if name not in names),
        failures=tuple(item for item in run.failures if item.primitive not in names),
        costs=kept(run.costs),
    )


def _plus(one: Primitives, other: Primitives) -> Primitives:
    return _combined(one, other, 1)


def _minus(one: Primitives, other: Primitives) -> Primitives:
    return _combined(one, other, -1)


def _combined(one: Primitives, other: Primitives, sign: int) -> Primitives:
    found: Primitives = {}
    for name in sorted({*one, *other}):
        levels: Levels = {}
        for level in NAMES:
            passes, trials = (
                _count(one, name, level, part) + sign * _count(other, name, level, part)
                for part in ("passes", "trials")
            )
            if trials > 0:
                levels[level] = Trials(min(max(passes, 0), trials), trials)
        if levels:
            found[name] = levels
    return found


def _count(table: Primitives, name: str, level: str, part: str) -> int:
    found = table.get(name, {}).get(level)
    return int(getattr(found, part)) if found else 0


def _said(item: Standing) -> dict[str, Said]:
    return {NAMES[level.level - 1]: Said(level.status, level.how) for level in item.verdict.levels}


def _cost(item: Standing, *, priced: bool) -> Cost:
    spent = item.state.spent
    return Cost(spent.tokens, round(spent.money, 6) if priced else None, round(spent.seconds, 3))


def _failures(standings: Sequence[Standing]) -> Iterator[Failure]:
    for item in standings:
        for level in NAMES:
            notes = [note for note in item.notes if note.level == level and note.outcome == "failed"]
            for note in notes[:_NOTES]:
                yield Failure(item.primitive, level, note.number, note.why[:_WHY], note.episode)
