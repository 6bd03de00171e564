"""A logistic regression with a ridge, by Newton's method: what the fits of weights share."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

ROUNDS = 30
BASE = "base"


class Example(NamedTuple):
    """What is seen, the share of it that is so (0 to 1), and how much the example counts."""

    features: Mapping[str, float]
    share: float
    counts: float = 1.0


def fold_of(name: str, folds: int) -> int:
    """The part that a skill falls into, by a hash of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def fitted(
    examples: Sequence[Example], ridge: float, base_ridge: float, start: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The log-odds of each feature, and without any (`base`), that fit best; the ridge draws to those of `start`."""
    before = start or {}
    names = sorted({name for item in examples for name in item.features} | (before.keys() - {BASE}))
    places = {name: at for at, name in enumerate((*names, BASE))}
    rows = [
        ([(places[name], value) for name, value in (*item.features.items(), (BASE, 1.0))], item) for item in examples
    ]
    mean = sum(item.counts for item in examples) / max(1, len(examples))
    drawn = [before.get(name, 0.0) for name in places]
    ridges = [ridge] * len(names) + [base_ridge]
    found = list(drawn)
    for _ in range(ROUNDS):
        slope = [ridges[at] * (drawn[at] - value) for at, value in enumerate(found)]
        curve = [[ridges[i] if i == j else 0.0 for j in range(len(found))] for i in range(len(found))]
        for held, item in rows:
            chance = 1 / (1 + math.exp(-sum(found[at] * value for at, value in held)))
            counts = item.counts / mean
            for at, value in held:
                slope[at] += counts * (item.share - chance) * value
                for other, more in held:
                    curve[at][other] += counts * chance * (1 - chance) * value * more
        change = _solved(curve, slope)
        found = [value + step for value, step in zip(found, change, strict=True)]
        if max(abs(step) for step in change) < 1e-9:
            break
    return {name: found[at] for name, at in places.items()}


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations with a positive definite matrix."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(size):
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            if factor:
                rows[below] = [low - factor * high for low, high in zip(rows[below], rows[at], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        found[at] = (rows[at][size] - sum(rows[at][to] * found[to] for to in range(at + 1, size))) / rows[at][at]
    return found
