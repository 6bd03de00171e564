"""What a profile will take, before it is measured: trials, tokens, money and time. A guess, and called so."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from skillrt.gateway.assembly.prices import price_of, prices
from skillrt.primitives.probing import Probe
from skillrt.profiler.chart import mean_trials
from skillrt.profiler.protocol import Budget, Design, Spent
from skillrt.profiler.standing import Row
from skillrt.profiler.trial_costs import ANSWER_SECONDS, Cell, guess, overhead
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import Target

_HARD: Final = (0.55, 0.75)  # rates that need the most trials


class Share(msgspec.Struct, frozen=True):
    """What is left to do of one primitive: trials, as a mean over all rates alike and where all levels lie between
    held and missing (`most`), and what the mean of them takes. `money` 0 where the price is not known."""

    primitive: str
    trials: float
    most: float
    tokens: float
    money: float
    seconds: float


class Estimate(msgspec.Struct, frozen=True):
    """`trials` as a mean over all rates alike, `most` where every level lies between held and missing.

    `dollars` None: the price of the model is not known. `seconds` with the trials at once that were asked for.
    `known` trials are in the journal and are not run again. `shares` are the primitives that are not done, in the
    order in which they are measured; the budget is reckoned to do for the first `within` of them, and `short` is the
    part of it that the next would overdraw (empty: none). `basis` says what it is guessed from.
    """

    primitives: int
    known: int
    trials: int
    most: int
    tokens: int
    dollars: float | None
    seconds: float
    basis: str
    shares: tuple[Share, ...] = ()
    within: int = 0
    short: str = ""


def estimate(
    target: Target, designs: Mapping[str, Design], known: Mapping[Trial, Ended], shares: Sequence[Share], jobs: int
) -> Estimate:
    """The sum of `shares`, without a budget."""
    return Estimate(
        primitives=len(designs),
        known=sum(trial.primitive in designs for trial in known),
        trials=round(sum(item.trials for item in shares)),
        most=round(sum(item.most for item in shares)),
        tokens=round(sum(item.tokens for item in shares)),
        dollars=sum(item.money for item in shares) if price_of(target.model) else None,
        seconds=sum(item.seconds for item in shares) / max(jobs, 1),
        basis=f"{ANSWER_SECONDS:g} s an answer, {overhead(target.harness.name):,} tokens that the harness adds to "
        f"each request, prices of {prices().date}; trials that are known count instead",
        shares=tuple(shares),
        within=len(shares),
    )


def with_budget(found: Estimate, budget: Budget, jobs: int) -> Estimate:
    """The estimate with how far the budget goes."""
    parts = (
        ("trials", budget.trials, [item.trials for item in found.shares]),
        ("tokens", budget.tokens, [item.tokens for item in found.shares]),
        ("money", budget.money, [item.money for item in found.shares]),
        ("time", budget.seconds, [item.seconds / max(jobs, 1) for item in found.shares]),
    )
    reached = [(_first(values, most), name) for name, most, values in parts if most is not None]
    within, short = min(reached, default=(len(found.shares), ""), key=lambda item: item[0])
    return msgspec.structs.replace(found, within=within, short="" if within == len(found.shares) else short)


def shares_of(
    probes: Mapping[str, Probe],
    designs: Mapping[str, Design],
    known: Mapping[Trial, Ended],
    guesses: Mapping[Cell, Spent],
    seed: str,
) -> tuple[Share, ...]:
    """What is left of each primitive that is not done, in the order of `designs`. Where trials of a level are known,
    the others are taken to be like them."""
    seen = _means(known)
    rows = [(Row(name, probes[name], design, seed, known), design) for name, design in designs.items()]
    return tuple(_share(row, design, seen, guesses) for row, design in rows if not row.is_done)


def guesses_of(
    target: Target, probes: Mapping[str, Probe], designs: Mapping[str, Design], seed: str
) -> dict[Cell, Spent]:
    """What one trial of each cell takes, as a guess."""
    return {
        (name, level): guess(target, probes[name], Trial(name, level, 0, seed))
        for name, design in designs.items()
        for level in design.levels
    }


def cheapest_first(designs: Mapping[str, Design], shares: Sequence[Share]) -> dict[str, Design]:
    """The designs in the order of the tokens that are left: of a budget as many primitives as possible are decided.

    Of equals the one that comes first in `designs`; those that are done come first.
    """
    tokens = {item.primitive: item.tokens for item in shares}
    return dict(sorted(designs.items(), key=lambda item: tokens.get(item[0], 0.0)))


def trials_of(design: Design) -> tuple[float, float]:
    """The mean number of trials over all rates alike, and over rates that decide slowly.

    What is tested again where levels clash is not in it: where rates fall with the level that is a twentieth.
    """
    chart = design.chart()
    if design.ordered:
        from skillrt.profiler.order import best_plan  # the plan knows its own mean

        mean = best_plan(design.bounds, design.prior).trials
    else:
        mean = len(design.levels) * mean_trials(chart)
    return mean, len(design.levels) * mean_trials(chart, *_HARD)


def _share(row: Row, design: Design, seen: Mapping[Cell, Spent], guesses: Mapping[Cell, Spent]) -> Share:
    mean, most = trials_of(design)
    done = sum(item.trials for item in row.rows)
    left = max(mean - done, 1.0)
    cells = [(row.name, level) for level in design.levels]
    each = [seen.get(cell) or guesses[cell] for cell in cells]
    times = left / len(each)
    return Share(
        primitive=row.name,
        trials=left,
        most=max(most - done, left),
        tokens=times * sum(item.tokens for item in each),
        money=times * sum(item.money for item in each),
        seconds=times * sum(item.seconds for item in each),
    )


def _means(known: Mapping[Trial, Ended]) -> dict[Cell, Spent]:
    """The mean cost of the known trials of each cell that count."""
    sums: dict[Cell, tuple[int, Spent]] = {}
    for trial, ended in known.items():
        if ended.counts:
            count, spent = sums.get((trial.primitive, trial.level), (0, Spent()))
            sums[trial.primitive, trial.level] = (count + 1, spent.plus(ended.spent))
    return {
        cell: Spent(spent.tokens // count, spent.money / count, spent.seconds / count)
        for cell, (count, spent) in sums.items()
    }


def _first(values: Sequence[float], most: float) -> int:
    """How many of the values, from the first, come to no more than `most`."""
    total = 0.0
    for at, value in enumerate(values):
        total += value
        if total > most:
            return at
    return len(values)
