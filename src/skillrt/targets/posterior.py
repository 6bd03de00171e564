"""How sure trials make us that a success rate is high enough: the tail of a Beta distribution, for real counts."""

import math
from functools import lru_cache
from typing import Final

# The sum below ends when a term no longer changes it; this many terms are far more than any allowed counts need.
_MOST_TERMS: Final = 1_000_000


@lru_cache(maxsize=4096)
def at_least(rate: float, passes: float, trials: float) -> float:
    """P(success rate >= `rate`) after `passes` of `trials`, from a uniform prior: a tail of Beta(1+passes, 1+fails).

    Counts need not be whole: evidence at half weight counts half. Raises ValueError where `rate` lies outside of 0 to
    1 or the counts are not 0 <= passes <= trials.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"a rate lies from 0 to 1, not at {rate}")
    if not 0 <= passes <= trials or math.isinf(trials):
        raise ValueError(f"there cannot be {passes} passes in {trials} trials")
    successes, failures = 1 + passes, 1 + trials - passes
    # the side whose sum converges fast: below the mean the lower tail, above it the upper one
    if rate * (successes + failures) <= successes:
        return 1 - _lower(rate, successes, failures)
    return _lower(1 - rate, failures, successes)


def _lower(x: float, a: float, b: float) -> float:
    """P(X <= x) for X of Beta(a, b), by the series x^a (1-x)^b / (a B(a,b)) * sum of (a+b)_n / (a+1)_n x^n.

    Every term is positive, so nothing cancels; up to the mean each is at most about as large as the one before.
    """
    if x <= 0:
        return 0.0
    scale = math.lgamma(a + b) - math.lgamma(a + 1) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    term = total = 1.0
    for n in range(_MOST_TERMS):
        term *= x * (a + b + n) / (a + 1 + n)
        before, total = total, total + term
        if total == before:
            break
    return min(1.0, math.exp(scale + math.log(total)))
