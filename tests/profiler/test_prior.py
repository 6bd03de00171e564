"""Priors: what trials of this or another target make likely, and how far they are trusted."""

import pytest

from skillrt.profiler.chart import Bounds
from skillrt.profiler.prior import EVEN, Prior, prior_of
from skillrt.targets import Capabilities, Count, Measured, Tier

NONE = Count()


def known(*counts: Count, tier: Tier = "measured") -> Capabilities:
    return Capabilities(
        tier, ("a@b: a source",), measured=(Measured("reason.logic", (counts[0], counts[1], counts[2]), tier),)
    )


def test_nothing_known_is_even() -> None:
    assert prior_of(Capabilities(), "reason.logic", Bounds()) is EVEN
    assert prior_of(known(NONE, NONE, NONE), "ask.user", Bounds()) is EVEN


@pytest.mark.parametrize(
    ("counts", "likeliest"),
    [
        ((Count(3, 3), Count(3, 3), Count(3, 3)), 3),
        ((Count(3, 3), Count(3, 3), Count(0, 3)), 2),
        ((Count(3, 3), Count(0, 3), NONE), 1),
        ((Count(0, 3), NONE, NONE), 0),
    ],
)
def test_the_likeliest_level_is_the_one_that_explains_the_trials(counts: tuple[Count, ...], likeliest: int) -> None:
    prior = prior_of(known(*counts), "reason.logic", Bounds())
    assert prior.chances.index(max(prior.chances)) == likeliest
    assert sum(prior.chances) == pytest.approx(1)


def test_trials_of_another_target_are_trusted_less_and_the_source_is_said() -> None:
    full = (Count(30, 30), Count(30, 30), Count(30, 30))
    own, family = (prior_of(known(*full, tier=tier), "reason.logic", Bounds()) for tier in ("measured", "family"))
    assert own.chances[3] > family.chances[3] > 0.8
    assert family.source == "family, 90 trials: a@b: a source"


def test_half_counts_count_half() -> None:
    half, whole = (
        prior_of(known(NONE, NONE, count), "reason.logic", Bounds()) for count in (Count(1, 1), Count(2, 2))
    )
    assert 0.25 < half.chances[3] < whole.chances[3]


@pytest.mark.parametrize("chance", [0.0, -1.0, float("nan"), float("inf")])
def test_nothing_may_be_thought_impossible(chance: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Prior((chance, 0.5, 0.3, 0.2))
