"""Measuring one primitive of a target: which trial is next, and what the trials say. Pure; docs/profiles.md explains.

`next_trial` names a level, the caller runs a trial of it and hands the result to `observe`, until `next_trial` says
None; then `verdict` says what stands. States are frozen, and nothing here is random: the same results in the same
order give the same verdict. Results must be handed over in the order in which the trials began: what ends first is no
fair sample.
"""

import math
from typing import Final, Literal

import msgspec

from skillrt.profiler.chart import Bounds, Chart, shortest_chart
from skillrt.profiler.order import Order, best_plan
from skillrt.profiler.prior import EVEN, Prior
from skillrt.targets import LEVELS, Count
from skillrt.targets.profile_file import Trials

_ABOVE: Final = len(LEVELS) + 1
_AGREE: Final = 2
Stopped = Literal["decided", "going on", "trials", "tokens", "money", "seconds"]


class Spent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a trial cost, or all of them. `money` in whatever unit the budget has."""

    tokens: int = 0
    money: float = 0.0
    seconds: float = 0.0

    def plus(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(self.tokens + other.tokens, self.money + other.money, self.seconds + other.seconds)

    def most(self, other: "Spent") -> "Spent":
        """The larger of each."""
        pairs = ((self.tokens, other.tokens), (self.money, other.money), (self.seconds, other.seconds))
        return Spent(int(max(pairs[0])), max(pairs[1]), max(pairs[2]))


class Budget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be spent on this primitive; None: whatever it takes."""

    trials: int | None = None
    tokens: int | None = None
    money: float | None = None
    seconds: float | None = None


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to measure.

    `ordered`: rates are taken to fall with the level, so that a level below one that is held is held, one above one
    that is missing is missing, and neither is tried. Without it all of `levels` are tested, and again where they
    clash. Raises ValueError for an order over other levels than all three: the search is one of three.
    """

    bounds: Bounds = Bounds()
    ordered: bool = True
    prior: Prior = EVEN
    levels: tuple[int, ...] = (1, 2, 3)

    def __post_init__(self) -> None:
        if not set(self.levels) <= {1, 2, 3}:
            raise ValueError(f"levels are 1 to {len(LEVELS)}, not {self.levels}")
        if self.ordered and len(set(self.levels)) < len(LEVELS):
            raise ValueError("levels that are tested by themselves have no order (`ordered=False`)")

    def chart(self) -> Chart:
        """The test of one level. Raises ValueError where no test of some hundred trials keeps the bounds."""
        return best_plan(self.bounds, self.prior).chart if self.ordered else shortest_chart(_stricter(self.bounds))

    def order(self) -> Order | None:
        """The order of the tests; None where all levels are tested."""
        return best_plan(self.bounds, self.prior).order if self.ordered else None


class Row(msgspec.Struct, frozen=True):
    """The trials of one level: all of them, and the tests that they make up; all but the last have ended.

    Trials that nothing asked for, or that came after the end, count in the first and are in no test.
    """

    passes: int = 0
    trials: int = 0
    tests: tuple[tuple[int, int], ...] = ()


class State(msgspec.Struct, frozen=True):
    """Where the measuring of a primitive stands. `dearest`: the most that any one trial took, of each kind."""

    design: Design = Design()
    budget: Budget = Budget()
    rows: tuple[Row, Row, Row] = (Row(), Row(), Row())
    spent: Spent = Spent()
    dearest: Spent = Spent()


class LevelVerdict(msgspec.Struct, frozen=True):
    """One level. `how`: by trials of its own, by those of another level, or not decided (`open`).

    `status` is `held` or `missing` where it was decided, else `doubtful`, or `unmeasured` without any trial.
    """

    level: int
    status: Literal["held", "missing", "doubtful", "unmeasured"]
    how: Literal["tested", "implied", "open"]
    passes: int
    trials: int


class Verdict(msgspec.Struct, frozen=True):
    """What the trials say of L1 to L3, why they ended, and what is promised.

    `promised` is None where a budget ended them, or they go on: then nothing is. `contradicts`: a level stays missing
    below one that is held although both were tested again: the rates of this target do not fall with the level.
    """

    levels: tuple[LevelVerdict, LevelVerdict, LevelVerdict]
    stopped: Stopped
    promised: Bounds | None
    contradicts: bool
    ordered: bool
    prior: str


def next_trial(state: State) -> int | None:
    """The level, 1 to 3, to try next; None where all is decided or the next trial might overdraw the budget."""
    return None if _overdrawn(state) else _due(state)


def observe(state: State, level: int, passed: bool, spent: Spent | None = None) -> State:
    """The state after one more trial. One that was not asked for counts in the profile and decides nothing.

    Raises ValueError for a level other than 1 to 3.
    """
    if not 1 <= level < _ABOVE:
        raise ValueError(f"levels are 1 to {len(LEVELS)}, not {level}")
    cost = spent or Spent()
    row = state.rows[level - 1]
    tests = _continued(row.tests, state.design.chart(), passed) if next_trial(state) == level else row.tests
    rows = list(state.rows)
    rows[level - 1] = Row(row.passes + passed, row.trials + 1, tests)
    return msgspec.structs.replace(
        state, rows=(rows[0], rows[1], rows[2]), spent=state.spent.plus(cost), dearest=state.dearest.most(cost)
    )


def verdict(state: State) -> Verdict:
    """What the trials so far say; may be asked at any time."""
    answers = _answers(state)
    held, missing = _known(answers)
    over, due = _overdrawn(state), _due(state)
    stopped: Stopped = "decided" if due is None else over or "going on"
    one, two, three = (
        _level(level, row, answers[level - 1], _implied(level, held, missing) if state.design.ordered else None)
        for level, row in enumerate(state.rows, 1)
    )
    return Verdict(
        levels=(one, two, three) if due is None else _without_contradiction(answers, (one, two, three)),
        stopped=stopped,
        promised=state.design.bounds if due is None else None,
        contradicts=due is None and missing < held,
        ordered=state.design.ordered,
        prior=state.design.prior.source,
    )


def profile_levels(state: State) -> dict[str, Trials]:
    """All trials in the shape of profile files: `{"L2": {"passes": 5, "trials": 6}}`, without untried levels."""
    return {name: Trials(row.passes, row.trials) for name, row in zip(LEVELS, state.rows, strict=True) if row.trials}


def counts(state: State) -> tuple[Count, Count, Count]:
    """All trials as evidence counts them."""
    one, two, three = (Count(row.passes, row.trials) for row in state.rows)
    return one, two, three


def _due(state: State) -> int | None:
    """The level whose test goes on or begins, whatever the budget; None where all is decided."""
    answers = _answers(state)
    if not state.design.ordered:
        # all are tested whatever comes out: the order saves nothing
        wanted = (level for level in (2, 1, 3) if level in state.design.levels)
        untold = next((level for level in wanted if answers[level - 1] is None), None)
        return untold or _contradicting(state, answers)
    order = state.design.order()
    while order:
        answer = answers[order.level - 1]
        if answer is None:
            return order.level
        order = order.if_held if answer else order.if_missing
    return None


def _contradicting(state: State, answers: tuple[bool | None, ...]) -> int | None:
    """A held level above a missing one, or that one, that was not tested again yet; the higher ones first.

    A test that was repeated has two answers alike, of two or of three; `_answers` has seen to three.
    """
    held, missing = _known(answers)
    if missing > held:
        return None
    involved = [level for level in (3, 2, 1) if _stands_against(level, answers)]
    return next((level for level in involved if len(state.rows[level - 1].tests) < _AGREE), None)


def _stands_against(level: int, answers: tuple[bool | None, ...]) -> bool:
    if answers[level - 1]:
        return False in answers[: level - 1]
    return True in answers[level:]


def _answers(state: State) -> tuple[bool | None, ...]:
    chart = state.design.chart()
    return tuple(_answer(row, chart) for row in state.rows)


def _answer(row: Row, chart: Chart) -> bool | None:
    """What the ended tests of a level say: the only one, or two that agree; None where another trial is needed."""
    said = [chart.answer(*test) for test in row.tests]
    if None in said or not said:
        return None
    if len(said) == 1 or said.count(True) >= _AGREE:
        return said[0] if len(said) == 1 else True
    return False if said.count(False) >= _AGREE else None


def _continued(tests: tuple[tuple[int, int], ...], chart: Chart, passed: bool) -> tuple[tuple[int, int], ...]:
    """The tests with one more trial: of the last one where it goes on, else the first of a new one."""
    if tests and chart.answer(*tests[-1]) is None:
        passes, trials = tests[-1]
        return (*tests[:-1], (passes + passed, trials + 1))
    return (*tests, (int(passed), 1))


def _known(answers: tuple[bool | None, ...]) -> tuple[int, int]:
    """The highest level that is held (0: none), and the lowest that is missing (4: none)."""
    held = max((level for level, answer in enumerate(answers, 1) if answer), default=0)
    return held, min((level for level, answer in enumerate(answers, 1) if answer is False), default=_ABOVE)


def _implied(level: int, held: int, missing: int) -> bool | None:
    if level < held:
        return True
    return False if level > missing else None


def _level(level: int, row: Row, answer: bool | None, implied: bool | None) -> LevelVerdict:
    said = implied if answer is None else answer
    if said is None:
        return LevelVerdict(level, "doubtful" if row.trials else "unmeasured", "open", row.passes, row.trials)
    how = "implied" if answer is None else "tested"
    return LevelVerdict(level, "held" if said else "missing", how, row.passes, row.trials)


def _without_contradiction(
    answers: tuple[bool | None, ...], levels: tuple[LevelVerdict, LevelVerdict, LevelVerdict]
) -> tuple[LevelVerdict, LevelVerdict, LevelVerdict]:
    """Before the end, levels that contradict each other are in doubt: they would have been tested again."""
    one, two, three = (
        msgspec.structs.replace(item, status="doubtful", how="open")
        if answers[item.level - 1] is not None and _stands_against(item.level, answers)
        else item
        for item in levels
    )
    return one, two, three


def _overdrawn(state: State) -> Literal["trials", "tokens", "money", "seconds"] | None:
    """The part of the budget that one more trial, as dear as the dearest so far, would overdraw."""
    budget, spent, more = state.budget, state.spent, state.dearest
    if budget.trials is not None and sum(row.trials for row in state.rows) >= budget.trials:
        return "trials"
    if budget.tokens is not None and (spent.tokens >= budget.tokens or spent.tokens + more.tokens > budget.tokens):
        return "tokens"
    if budget.money is not None and (spent.money >= budget.money or spent.money + more.money > budget.money):
        return "money"
    if budget.seconds is None:
        return None
    full = spent.seconds >= budget.seconds or spent.seconds + more.seconds > budget.seconds
    return "seconds" if full else None


def _stricter(bounds: Bounds) -> Bounds:
    """The bounds of one test where a level may be tested again.

    Two of three fresh tests then decide, and that errs beyond the first test's error e by e squared at most.
    """
    alpha, beta = ((math.sqrt(1 + 4 * error) - 1) / 2 for error in (bounds.alpha, bounds.beta))
    return msgspec.structs.replace(bounds, alpha=alpha, beta=beta)
