"""Orders of levels: what each costs, how many tests may err about a level, and which is taken."""

from itertools import product

import pytest

from skillrt.profiler.chart import Bounds, judge
from skillrt.profiler.order import Order, best_plan, chances_to_err, orders
from skillrt.profiler.prior import EVEN, Prior

UP = Order(1, None, Order(2, None, Order(3)))
DOWN = Order(3, Order(2, Order(1)))
MIDDLE = Order(2, Order(1), Order(3))
FOR_L3, FOR_L0 = Prior((0.05, 0.05, 0.05, 0.85), "test"), Prior((0.85, 0.05, 0.05, 0.05), "test")


def test_there_are_five_orders_of_three_levels() -> None:
    found = list(orders(1, 3))
    assert len(found) == len(set(found)) == 5
    assert {UP, DOWN, MIDDLE} <= set(found)


@pytest.mark.parametrize(("order", "held", "missing"), [(UP, 1, 3), (DOWN, 3, 1), (MIDDLE, 2, 2)])
def test_every_test_that_may_settle_a_level_may_err_about_it(order: Order, held: int, missing: int) -> None:
    assert chances_to_err(order) == (held, missing)


def test_the_prior_decides_where_to_begin() -> None:
    assert best_plan(Bounds(), FOR_L3).order.level == 3
    assert best_plan(Bounds(), FOR_L0).order.level == 1
    assert best_plan(Bounds(), FOR_L3).trials < best_plan(Bounds(), EVEN).trials


def wrong(order: Order | None, held: tuple[float, ...], level: int, known: bool | None = None) -> float:
    """The exact chance that `level` is called held, where each test is answered held with these chances."""
    if order is None:
        return float(bool(known))
    here = order.level
    yes = wrong(order.if_held, held, level, True if here >= level else known)
    no = wrong(order.if_missing, held, level, False if here <= level else known)
    return held[here - 1] * yes + (1 - held[here - 1]) * no


@pytest.mark.parametrize("error", [0.05, 0.2, 0.35])
@pytest.mark.parametrize("prior", [EVEN, FOR_L3, FOR_L0], ids=["even", "L3", "L0"])
def test_the_bounds_hold_at_every_level_of_every_ordered_target_whatever_the_prior(
    error: float, prior: Prior
) -> None:
    """Exact, over a grid of rates; undivided bounds would err nearly three times as often."""
    plan = best_plan(Bounds(alpha=error, beta=error), prior)
    rates = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 1.0)
    answered = {rate: judge(plan.chart, rate)[0] for rate in rates}
    for target in product(rates, repeat=3):
        if list(target) != sorted(target, reverse=True):
            continue
        for level, rate in enumerate(target, 1):
            held = wrong(plan.order, tuple(answered[item] for item in target), level)
            assert rate > 0.5 or held <= error + 1e-12
            assert rate < 0.8 or 1 - held <= error + 1e-12
