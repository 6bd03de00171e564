"""Measure a target: run trials side by side until every primitive is decided or a budget is spent.

Each primitive is a sequential test of its own (protocol.py): its trials are handed over in the order in which they
began, and no more of them run at once than will be asked for whatever comes out (ahead.py). So the trials, and what
they say, are the same whether one runs at a time or eight, and whether it was broken off in between.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from skillrt.primitives.probing import Probe
from skillrt.profiler.pace import Pace
from skillrt.profiler.protocol import Budget, Design, Spent
from skillrt.profiler.standing import Row, Standing
from skillrt.profiler.trial_costs import Cell, Reckoning
from skillrt.profiler.trials import Ended, Trial

_TRIES: Final = 3
_VOID_IN_A_ROW: Final = 5
_BACK_OFF: Final = 2.0

Play = Callable[[Trial, Probe, Callable[[float, float], None]], Awaitable[Ended]]
"""Runs one trial; the last argument hears that the provider says it is too much (see `playing.Busy`)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure, in this order: the design of each primitive. `budget` is for all of them together; `guesses`
    say what a trial of a level takes before there was one."""

    seed: str
    probes: Mapping[str, Probe]
    designs: Mapping[str, Design]
    budget: Budget = field(default_factory=Budget)
    jobs: int = 1
    back_off: float = _BACK_OFF
    guesses: Mapping[Cell, Spent] = field(default_factory=dict[Cell, Spent])


class Measured(msgspec.Struct, frozen=True):
    """What came of it. `stopped` says why it ended before all was decided, in words; empty where it did not.

    `fresh` trials were run now, the others were known; `void` of them say nothing of the target. `slowed`: how often
    the provider said that it is too much.
    """

    standings: tuple[Standing, ...]
    stopped: str = ""
    fresh: int = 0
    slowed: int = 0
    took: float = 0.0
    void: int = 0


@dataclass(slots=True)
class _Work:
    asked: Asked
    play: Play
    keep: Callable[[Trial, Ended], None]
    say: Callable[["Progress"], None]
    rows: list[Row]
    pace: Pace
    reckoning: Reckoning
    began: float = field(default_factory=time.monotonic)
    running: dict[asyncio.Task[Ended], Trial] = field(default_factory=dict[asyncio.Task[Ended], Trial])
    fresh: int = 0
    void: int = 0
    void_in_a_row: int = 0
    stopped: str = ""


class Progress(msgspec.Struct, frozen=True):
    """Where it stands after a trial: `decided` of `primitives`, fresh trials, the last one and what came of it."""

    primitives: int
    decided: int
    fresh: int
    tokens: int
    money: float
    seconds: float
    running: int
    trial: Trial
    ended: Ended


async def measure(
    asked: Asked,
    known: Mapping[Trial, Ended],
    play: Play,
    keep: Callable[[Trial, Ended], None],
    say: Callable[[Progress], None] = lambda _: None,
) -> Measured:
    """Measure. `known` are trials that ended earlier: they are not run again. `keep` gets each trial that has ended.

    Cancelled: what runs is stopped and does not count.
    """
    rows = [Row(name, asked.probes[name], asked.designs[name], asked.seed, known) for name in asked.designs]
    work = _Work(asked, play, keep, say, rows, Pace(max(asked.jobs, 1)), Reckoning(asked.guesses))
    for trial, ended in known.items():
        work.reckoning.learn(trial, ended)
    try:
        while True:
            _begin(work)
            if not work.running:
                held_back = work.pace.held_back(time.monotonic())
                if not held_back or work.stopped or _next(work)[0] is None:
                    break
                await asyncio.sleep(held_back)
                continue
            wait = work.pace.held_back(time.monotonic()) or None
            done, _ = await asyncio.wait(work.running, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                _take(work, work.running.pop(task), task.result())
    finally:
        for task in work.running:
            task.cancel()
        await asyncio.gather(*work.running, return_exceptions=True)
    return Measured(
        standings=tuple(row.standing(work.stopped) for row in rows),
        stopped=work.stopped,
        fresh=work.fresh,
        void=work.void,
        slowed=work.pace.slowed,
        took=round(time.monotonic() - work.began, 3),
    )


def _begin(work: _Work) -> None:
    """Start trials as long as more may run at once, the budget lasts and something is to be tried."""
    while not work.stopped and len(work.running) < work.pace.limit(time.monotonic()):
        found, over = _next(work)
        if found is None:
            if over and not work.running:
                work.stopped = over
            return
        if _overdrawn(work, found[1], list(work.running.values())):
            return  # what still runs may turn out cheaper than was reckoned
        row, trial = found
        row.begin(trial)
        work.running[asyncio.ensure_future(_tried(work, row.probe, trial))] = trial


def _next(work: _Work) -> tuple[tuple[Row, Trial] | None, str]:
    """The next trial of the first primitive that has one which the budget still has room for: what is begun is
    finished first. And why others may not begin (empty: all may)."""
    over = ""
    for row in work.rows:
        trial = row.next()
        if trial is None:
            continue
        found = _overdrawn(work, trial, ())
        if not found:
            return (row, trial), over
        over = over or _words(work, found, trial)
    return None, over


def _words(work: _Work, over: str, trial: Trial) -> str:
    if work.fresh:
        return f"the budget of {over} is spent"
    more = work.reckoning.of(trial)
    amount = {"tokens": f" (about {more.tokens:,})", "money": f" (about {more.money:.4f} $)"}.get(over, "")
    return f"the budget of {over} is less than the first trial is reckoned to take{amount}"


async def _tried(work: _Work, probe: Probe, trial: Trial) -> Ended:
    """The trial, run again where it says nothing of the target: three times in all."""
    ended = Ended(outcome="void")
    for attempt in range(_TRIES):
        if attempt:
            await asyncio.sleep(work.asked.back_off * 4 ** (attempt - 1))
        ended = await work.play(trial, probe, lambda began, wait: _busy(work, began, wait))
        if ended.outcome != "void" or ended.hopeless:
            break
    return ended


def _busy(work: _Work, began: float, wait: float) -> None:
    now = time.monotonic()
    work.pace.slow(now - max(time.time() - began, 0.0), now, wait)


def _take(work: _Work, trial: Trial, ended: Ended) -> None:
    row = next(item for item in work.rows if item.name == trial.primitive)
    work.keep(trial, ended)
    row.end(trial, ended)
    work.reckoning.learn(trial, ended)
    work.fresh += 1
    if ended.outcome == "void":
        work.void += 1
        work.void_in_a_row += 1
        if ended.hopeless or work.void_in_a_row >= _VOID_IN_A_ROW:
            work.stopped = work.stopped or ended.why
    else:
        work.void_in_a_row = 0
        work.pace.fine()
    work.say(_progress(work, trial, ended))


def _overdrawn(work: _Work, trial: Trial, running: Sequence[Trial]) -> str:
    """The part of the budget that `trial` would overdraw beside those that run, each as dear as it is reckoned."""
    budget = work.asked.budget
    tokens, money = _spent(work.rows)
    seconds = time.monotonic() - work.began
    if running and not work.fresh and (budget.tokens is not None or budget.money is not None):
        return "tokens or money"  # how far the guesses are off is not known before the first one has ended
    each = [work.reckoning.of(item) for item in (*running, trial)]
    if budget.trials is not None and work.fresh + len(each) > budget.trials:
        return "trials"
    if budget.tokens is not None and tokens + sum(max(item.tokens, 1) for item in each) > budget.tokens:
        return "tokens"
    if budget.money is not None and money + sum(item.money for item in each) > budget.money:
        return "money"
    if budget.seconds is not None and seconds + each[-1].seconds > budget.seconds:
        return "time"
    return ""


def _spent(rows: Sequence[Row]) -> tuple[int, float]:
    fresh = [ended for row in rows for ended in row.fresh]
    return sum(item.spent.tokens for item in fresh), sum(item.spent.money for item in fresh)


def _progress(work: _Work, trial: Trial, ended: Ended) -> Progress:
    tokens, money = _spent(work.rows)
    return Progress(
        primitives=len(work.rows),
        decided=sum(row.is_done for row in work.rows),
        fresh=work.fresh,
        tokens=tokens,
        money=money,
        seconds=time.monotonic() - work.began,
        running=len(work.running),
        trial=trial,
        ended=ended,
    )
