"""Charts of sequential tests: bounds kept exactly, against sums of binomials, and what Wald's test would take."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.profiler.chart import Bounds, at_end, fixed_chart, judge, keeps, mean_trials, shortest_chart

ERRORS = (0.45, 0.3, 0.2, 0.1, 0.05)


@pytest.mark.parametrize("error", ERRORS)
def test_the_shortest_chart_keeps_both_bounds_and_is_no_longer_than_the_fixed_test(error: float) -> None:
    bounds = Bounds(alpha=error, beta=error)
    chart, fixed = shortest_chart(bounds), fixed_chart(bounds)
    assert keeps(chart, bounds)
    assert keeps(fixed, bounds)
    assert mean_trials(chart) <= fixed.most
    assert chart.most <= 2 * fixed.most


def test_a_tenth_of_error_takes_less_than_half_of_the_fixed_trials_on_average() -> None:
    bounds = Bounds(alpha=0.1, beta=0.1)
    assert fixed_chart(bounds).most == 19
    assert mean_trials(shortest_chart(bounds)) < 7  # Wald's test, ended at as many trials, takes 7.6


@pytest.mark.parametrize("error", ERRORS)
def test_a_higher_rate_is_never_called_held_less_often(error: float) -> None:
    chart = shortest_chart(Bounds(alpha=error, beta=error))
    held = [judge(chart, percent / 100)[0] for percent in range(101)]
    assert held == sorted(held)
    assert held[0] == 0
    assert held[-1] == pytest.approx(1)


@pytest.mark.parametrize("error", ERRORS)
def test_charts_never_fall_and_leave_nothing_open_at_the_end(error: float) -> None:
    chart = shortest_chart(Bounds(alpha=error, beta=error))
    assert list(chart.low) == sorted(chart.low)
    assert list(chart.high) == sorted(chart.high)
    assert all(low < high for low, high in zip(chart.low, chart.high, strict=True))
    assert chart.answer(0, 0) is None
    assert None not in [chart.answer(passes, chart.most) for passes in range(chart.most + 1)]


@pytest.mark.parametrize(("trials", "needed"), [(1, 1), (3, 3), (5, 4)])
def test_fixed_tests_are_judged_as_binomials(trials: int, needed: int) -> None:
    for rate in (0.0, 0.3, 0.8, 1.0):
        exact = sum(math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(needed, trials + 1))
        assert judge(at_end(trials, needed), rate) == pytest.approx((exact, trials))


def test_judging_agrees_with_going_through_every_way() -> None:
    chart = shortest_chart(Bounds(alpha=0.3, beta=0.3))
    rate, held, mean = 0.7, 0.0, 0.0
    for way in product((0, 1), repeat=chart.most):
        chance = math.prod(rate if passed else 1 - rate for passed in way)
        end = next(n for n in range(chart.most + 1) if chart.answer(sum(way[:n]), n) is not None)
        held += chance * bool(chart.answer(sum(way[:end]), end))
        mean += chance * end
    assert judge(chart, rate) == pytest.approx((held, mean))


@settings(max_examples=15)
@given(st.floats(0.05, 0.45), st.floats(0.3, 0.5), st.floats(0.05, 0.45), st.floats(0.05, 0.45))
def test_any_bounds_are_kept(missing: float, apart: float, alpha: float, beta: float) -> None:
    bounds = Bounds(missing + apart, missing, alpha, beta)
    assert keeps(shortest_chart(bounds), bounds)


@pytest.mark.parametrize(
    "bounds",
    [Bounds(0.5, 0.8), Bounds(0.5, 0.5), Bounds(1.0, 0.5), Bounds(0.51, 0.5), Bounds(alpha=0.0), Bounds(beta=0.5)],
)
def test_bounds_that_no_test_keeps_are_refused(bounds: Bounds) -> None:
    with pytest.raises(ValueError, match=r"must lie|do not tell"):
        shortest_chart(bounds)
