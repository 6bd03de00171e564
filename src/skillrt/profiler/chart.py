"""Sequential tests of one success rate as charts, designed and judged exactly by dynamic programming.

A chart says, after so many passes in so many trials, whether to stop and with which answer. Nothing is simulated: the
chance of each answer and the mean number of trials are sums over all ways that a test can go.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

# A test that has not ended by itself ends after this many times the trials of the smallest fixed test as good.
_STRETCH: Final = 2
_MOST_TRIALS: Final = 400
# The search for a chart: prices of the two errors, by their ratio (this many steps up and down, each by this factor).
_RATIOS: Final = 8
_RATIO_STEP: Final = 1.12
_HALVINGS: Final = 12
_DEAREST: Final = 2.0**16
# Rates over which mean trials are averaged: the middles of this many equal parts of 0 to 1.
_PARTS: Final = 20


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a test promises.

    A rate of at least `held` is called missing with a chance of at most `beta`; one of at most `missing` is called
    held with at most `alpha`. Of rates between the two nothing is promised.
    """

    held: Annotated[float, Meta(gt=0, lt=1)] = 0.8
    missing: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    alpha: Annotated[float, Meta(gt=0, lt=0.5)] = 0.2
    beta: Annotated[float, Meta(gt=0, lt=0.5)] = 0.2


class Chart(msgspec.Struct, frozen=True):
    """After n trials: held with at least `high[n]` passes, missing with at most `low[n]`, else go on.

    Both never fall with n, so a higher rate is never called held less often; the last row leaves nothing open.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def most(self) -> int:
        """The trials after which every test has ended."""
        return len(self.low) - 1

    def answer(self, passes: int, trials: int) -> bool | None:
        """True: held. False: missing. None: go on. Raises IndexError beyond `most` trials."""
        if passes >= self.high[trials]:
            return True
        return False if passes <= self.low[trials] else None


def judge(chart: Chart, rate: float) -> tuple[float, float]:
    """(chance of the answer held, mean trials) where each trial passes with the chance `rate`."""
    held = mean = 0.0
    open_ways = {0: 1.0}
    for trials in range(chart.most + 1):
        after: dict[int, float] = {}
        for passes, chance in open_ways.items():
            answer = chart.answer(passes, trials)
            held += chance if answer else 0.0
            if answer is None:
                mean += chance
                after[passes] = after.get(passes, 0.0) + chance * (1 - rate)
                after[passes + 1] = after.get(passes + 1, 0.0) + chance * rate
        open_ways = after
    return held, mean


def mean_trials(chart: Chart, low: float = 0.0, high: float = 1.0) -> float:
    """The mean number of trials, over all rates from `low` to `high` alike."""
    rates = (low + (high - low) * (part + 0.5) / _PARTS for part in range(_PARTS))
    return sum(judge(chart, rate)[1] for rate in rates) / _PARTS


def fixed_chart(bounds: Bounds) -> Chart:
    """The shortest test that always makes all of its trials and keeps the bounds.

    Raises ValueError where the rates are not in order, or so near that hundreds of trials would not do.
    """
    _check(bounds)
    for trials in range(1, _MOST_TRIALS + 1):
        for needed in range(1, trials + 1):
            chart = at_end(trials, needed)
            if _tail(trials, needed, bounds.missing) <= bounds.alpha:
                if 1 - _tail(trials, needed, bounds.held) <= bounds.beta:
                    return chart
                break
    raise ValueError(f"{_MOST_TRIALS} trials do not tell {bounds.missing} from {bounds.held} with these bounds")


def at_end(trials: int, needed: int) -> Chart:
    """All of `trials`, and held with at least `needed` passes."""
    return Chart((*(-1,) * trials, needed - 1), (*(n + 1 for n in range(trials)), needed))


@lru_cache(maxsize=64)
def shortest_chart(bounds: Bounds) -> Chart:
    """The chart that keeps the bounds with the fewest trials on average over all rates, of those that were looked at.

    Each candidate is the best one for some price of either error, found backwards from the last trial; whether it
    keeps the bounds is then computed, not assumed. Raises ValueError like `fixed_chart`.
    """
    fixed = fixed_chart(bounds)
    most = min(_STRETCH * fixed.most, _MOST_TRIALS)
    best, least = fixed, mean_trials(fixed)
    for chart in dict.fromkeys(_candidates(bounds, most)):
        mean = mean_trials(chart)
        if mean < least:
            best, least = chart, mean
    return best


def keeps(chart: Chart, bounds: Bounds) -> bool:
    """Whether both errors are within the bounds, at the two rates and so beyond them."""
    return judge(chart, bounds.missing)[0] <= bounds.alpha and 1 - judge(chart, bounds.held)[0] <= bounds.beta


def _candidates(bounds: Bounds, most: int) -> Iterator[Chart]:
    """For each ratio of the prices: charts near the cheapest price at which the bounds are kept."""
    weights = _even_weights(most)
    for step in range(-_RATIOS, _RATIOS + 1):
        ratio = _RATIO_STEP**step
        low, high = 0.0, math.log(_DEAREST)
        for _ in range(_HALVINGS):
            price = math.exp((low + high) / 2)
            chart = _cheapest(bounds, weights, price * ratio, price / ratio)
            if keeps(chart, bounds):
                yield chart
                high = math.log(price)
            else:
                low = math.log(price)


def _cheapest(bounds: Bounds, weights: Sequence[Sequence[float]], wrong_held: float, wrong_missing: float) -> Chart:
    """The chart with the least sum of mean trials and of each error times its price.

    Backwards from the last trial; everything is by single way (order of passes and fails), of which each point has
    the same number whatever the rate, so that the number need not be known.
    """
    most = len(weights) - 1
    low, high = [0] * (most + 1), [0] * (most + 1)
    ahead: list[float] = []
    for trials in range(most, -1, -1):
        costs: list[float] = []
        low[trials], high[trials] = -1, trials + 1
        for passes in range(trials + 1):
            held = wrong_held * _way(bounds.missing, passes, trials)
            missing = wrong_missing * _way(bounds.held, passes, trials)
            stop = min(held, missing)
            on = weights[trials][passes] + ahead[passes] + ahead[passes + 1] if ahead else math.inf
            costs.append(min(stop, on))
            if stop <= on and held <= missing:
                high[trials] = min(high[trials], passes)
            elif stop <= on:
                low[trials] = max(low[trials], passes)
        ahead = costs
    return Chart(_never_falling(low), _never_falling(high))


def _never_falling(row: Sequence[int]) -> tuple[int, ...]:
    """The row, each at least as large as the one before."""
    kept: list[int] = []
    for value in row:
        kept.append(max(value, kept[-1]) if kept else value)
    return tuple(kept)


@lru_cache(maxsize=200_000)
def _way(rate: float, passes: int, trials: int) -> float:
    return rate**passes * (1 - rate) ** (trials - passes)


@lru_cache(maxsize=8)
def _even_weights(most: int) -> tuple[tuple[float, ...], ...]:
    """By trials and passes: the chance of one single way, over all rates alike (a Beta function)."""
    return tuple(tuple(1 / ((n + 1) * math.comb(n, passes)) for passes in range(n + 1)) for n in range(most + 1))


def _tail(trials: int, needed: int, rate: float) -> float:
    return sum(math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(needed, trials + 1))


def _check(bounds: Bounds) -> None:
    if not 0 < bounds.missing < bounds.held < 1:
        raise ValueError(f"missing ({bounds.missing}) must lie below held ({bounds.held}), both between 0 and 1")
    if not (0 < bounds.alpha < 0.5 and 0 < bounds.beta < 0.5):
        raise ValueError(f"the errors {bounds.alpha} and {bounds.beta} must lie between 0 and 0.5")
