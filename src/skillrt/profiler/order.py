"""In which order levels are tested, where rates fall with the level: a search for the highest level that is held.

A test answered "held" settles the levels below it, one answered "missing" those above it, so that one to three tests
do for three levels. But a level can then be wrong by every test that may settle it. The tests are made that much
stricter, so that what is promised of each level holds.
"""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from skillrt.profiler.chart import Bounds, Chart, mean_trials, shortest_chart
from skillrt.profiler.prior import Prior
from skillrt.targets import LEVELS


class Order(msgspec.Struct, frozen=True):
    """The level to test, and what comes after either answer; None: all is settled."""

    level: int
    if_missing: "Order | None" = None
    if_held: "Order | None" = None


class Plan(msgspec.Struct, frozen=True):
    """An order, the chart of each of its tests, and the mean trials to expect by the prior."""

    order: Order
    chart: Chart
    trials: float


@lru_cache(maxsize=256)
def best_plan(bounds: Bounds, prior: Prior) -> Plan:
    """The plan that keeps the bounds at every level with the fewest trials on average, if the prior is right.

    If it is wrong, the bounds are kept all the same. Raises ValueError where no test of some hundred trials would do.
    """
    plans = (_plan(order, bounds, prior) for order in orders(1, len(LEVELS)))
    # of equals the one that begins in the middle
    return min(plans, key=lambda plan: (round(plan.trials, 9), abs(plan.order.level - 2), plan.order.level))


def orders(low: int, high: int) -> Iterator[Order | None]:
    """Every order in which the levels from `low` to `high` can be searched."""
    if low > high:
        yield None
    for level in range(low, high + 1):
        for below in orders(low, level - 1):
            for above in orders(level + 1, high):
                yield Order(level, below, above)


def chances_to_err(order: Order | None) -> tuple[int, int]:
    """How many tests may each call a level held, or missing, wrongly: the most of any level."""
    levels = range(1, len(LEVELS) + 1)
    return max(_held_by(order, level) for level in levels), max(_missing_by(order, level) for level in levels)


def shared(bounds: Bounds, tests: tuple[int, int]) -> Bounds:
    """The bounds of one test where so many may call a level held, or missing: together they err as was promised."""
    alpha = 1 - (1 - bounds.alpha) ** (1 / tests[0])
    beta = 1 - (1 - bounds.beta) ** (1 / tests[1])
    return msgspec.structs.replace(bounds, alpha=alpha, beta=beta)


def _plan(order: Order | None, bounds: Bounds, prior: Prior) -> Plan:
    assert order is not None, "there are levels"
    chart = shortest_chart(shared(bounds, chances_to_err(order)))
    costs = mean_trials(chart, 0.0, bounds.missing), mean_trials(chart, bounds.held, 1.0)
    total = sum(chance * _trials(order, highest, costs) for highest, chance in enumerate(prior.chances))
    return Plan(order, chart, total / sum(prior.chances))


def _trials(order: Order | None, highest: int, costs: tuple[float, float]) -> float:
    """Mean trials where `highest` is the highest level held; `costs` of a test that ends missing, and held."""
    total = 0.0
    while order:
        held = order.level <= highest
        total += costs[held]
        order = order.if_held if held else order.if_missing
    return total


def _held_by(order: Order | None, level: int) -> int:
    """The tests on the way down to `level`, itself missing, that would each settle it as held."""
    count = 0
    while order:
        settles = order.level >= level
        count += settles
        order = order.if_missing if settles else order.if_held
    return count


def _missing_by(order: Order | None, level: int) -> int:
    count = 0
    while order:
        settles = order.level <= level
        count += settles
        order = order.if_held if settles else order.if_missing
    return count
