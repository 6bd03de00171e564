"""The tail of the Beta distribution, against closed forms, exact fractions and what must hold of any posterior."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.targets.posterior import at_least

RATES = st.sampled_from([0.1, 0.5, 0.6, 0.75, 0.9])
COUNTS = st.integers(0, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))
WEIGHTS = st.sampled_from([0.25, 0.5, 1.0])


def exact(rate: Fraction, passes: int, trials: int) -> float:
    """For whole counts the tail is a sum of binomials: P(Bin(trials + 1, rate) <= passes)."""
    n = trials + 1
    return float(sum(math.comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(passes + 1)))


@pytest.mark.parametrize(
    ("passes", "trials", "known"),
    [
        (0, 0, 0.4),  # the prior: uniform
        (3, 3, 1 - 0.6**4),
        (2, 3, 0.5248),
        (1, 3, 0.1792),
        (0, 3, 0.4**4),
        (1.5, 1.5, 1 - 0.6**2.5),  # Beta(2.5, 1)
        (0, 1.5, 0.4**2.5),  # Beta(1, 2.5)
    ],
)
def test_known_values_at_a_rate_of_six_tenths(passes: float, trials: float, known: float) -> None:
    assert at_least(0.6, passes, trials) == pytest.approx(known, abs=1e-12)


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5, 0.6, 0.95])
def test_half_counts_agree_with_the_closed_form_of_beta_three_halves(rate: float) -> None:
    """Beta(3/2, 3/2) is a half circle: its lower tail is an area below the arc."""
    below = (math.acos(1 - 2 * rate) - 2 * (1 - 2 * rate) * math.sqrt(rate * (1 - rate))) / math.pi
    assert at_least(rate, 0.5, 1) == pytest.approx(1 - below, abs=1e-12)


@given(RATES, COUNTS)
def test_whole_counts_agree_with_the_exact_sum(rate: float, counts: tuple[int, int]) -> None:
    assert at_least(rate, *counts) == pytest.approx(exact(Fraction(str(rate)), *counts), abs=1e-10)


@given(RATES, COUNTS, WEIGHTS)
def test_more_passes_of_as_many_trials_make_it_surer(rate: float, counts: tuple[int, int], weight: float) -> None:
    passes, trials = counts[0] * weight, counts[1] * weight
    found = at_least(rate, passes, trials)
    assert 0 <= found <= 1
    if passes + weight <= trials:
        assert at_least(rate, passes + weight, trials) >= found - 1e-12


@given(RATES, COUNTS, WEIGHTS)
def test_a_passed_trial_more_never_makes_it_less_sure_nor_a_failed_one_surer(
    rate: float, counts: tuple[int, int], weight: float
) -> None:
    passes, trials = counts[0] * weight, counts[1] * weight
    found = at_least(rate, passes, trials)
    assert at_least(rate, passes + weight, trials + weight) >= found - 1e-12
    assert at_least(rate, passes, trials + weight) <= found + 1e-12


@given(COUNTS, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_rate_is_less_likely(counts: tuple[int, int], one: float, other: float) -> None:
    assert at_least(min(one, other), *counts) >= at_least(max(one, other), *counts) - 1e-12


def test_many_trials_stay_exact_enough() -> None:
    assert at_least(0.6, 600_000, 1_000_000) == pytest.approx(0.5, abs=1e-3)
    assert at_least(0.6, 610_000, 1_000_000) == pytest.approx(1)
    assert at_least(0.6, 590_000, 1_000_000) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("wrong", [(1.1, 1, 2), (-0.1, 1, 2), (0.5, 3, 2), (0.5, -1, 2), (0.5, 1, math.inf)])
def test_counts_that_cannot_be_are_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"rate lies|cannot be"):
        at_least(*wrong)
