"""What is believed of a target before it is tried. It decides which level is tried first, and nothing else."""

import math
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.profiler.chart import Bounds
from skillrt.targets import LEVELS, Capabilities, Count, Tier

Chances = tuple[float, float, float, float]
EVEN_CHANCES: Final[Chances] = (0.25, 0.25, 0.25, 0.25)
# How much of a prior comes from its trials; the rest is spread evenly. The shares with which guesses were right when
# each published profile was left out in turn (docs/decisions/0011-profiles.md); trials of the target itself, rounded.
_TRUST: Final[dict[Tier, float]] = {"measured": 0.9, "other-harness": 0.86, "family": 0.84, "none": 0.0}


class Prior(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The chance that the highest level held is L0 (none), L1, L2, L3, and where that comes from.

    Raises ValueError where a chance is not above 0: what is thought impossible could not be found out.
    """

    chances: Chances = EVEN_CHANCES
    source: str = "nothing is believed: each level is as likely to be the highest"

    def __post_init__(self) -> None:
        if not all(0 < chance < math.inf for chance in self.chances):
            raise ValueError(f"the chances of a prior lie above 0, not at {self.chances}")


EVEN: Final = Prior()


def prior_of(capabilities: Capabilities, primitive: str, bounds: Bounds) -> Prior:
    """The prior that the trials behind `capabilities` make: those of this target, or of one that is like it.

    Each highest level is weighed by how well the rates of the bounds (the upper one up to that level, the lower one
    above it) explain the trials. Half counts count half.
    """
    found = capabilities.find(primitive)
    if found is None:
        return EVEN
    logs = [_explained(highest, found.counts, bounds) for highest in range(len(LEVELS) + 1)]
    weights = [math.exp(value - max(logs)) for value in logs]
    trust, total = _TRUST[found.tier], sum(weights)
    none, one, two, three = (trust * weight / total + (1 - trust) / len(weights) for weight in weights)
    trials = sum(count.trials for count in found.counts)
    return Prior((none, one, two, three), f"{found.tier}, {trials:g} trials: {'; '.join(capabilities.sources)}")


def _explained(highest: int, counts: Sequence[Count], bounds: Bounds) -> float:
    """The logarithm of the chance of these trials where `highest` is the highest level held."""
    total = 0.0
    for level, count in enumerate(counts, 1):
        rate = bounds.held if level <= highest else bounds.missing
        total += count.passes * math.log(rate) + (count.trials - count.passes) * math.log(1 - rate)
    return total
