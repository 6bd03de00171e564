"""How likely a group of steps is a workflow: what can be seen of it, each with a weight that was fitted to labels."""

import math
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.passes.concurrency.drafts import Group
from skillrt.passes.concurrency.features import Surroundings, features_of, is_other

_FILE: Final = "workflow_weights.toml"


class Weights(msgspec.Struct, frozen=True):
    """Of each feature, and without any (`base`); the chance from which a group counts: the likeliest of SKILL.md
    (`first`), others beside it (`more`), the likeliest of a reference (`elsewhere`); how many steps a skill has
    (`steps`), and the chance from which a group counts beyond them (`sure`)."""

    base: float
    first: float
    more: float
    elsewhere: float
    steps: int
    features: dict[str, float]
    sure: float = 1.0


@cache
def shipped() -> Weights:
    """The weights of this version."""
    text = (resources.files("skillrt.passes.concurrency") / _FILE).read_text(encoding="utf-8")
    return weights_in(text)


def weights_in(text: str) -> Weights:
    """The weights that a data file has."""
    return msgspec.convert(tomllib.loads(text)["weights"], Weights)


def chance_of(group: Group, place: Surroundings, weights: Weights) -> float:
    """The chance, from 0 to 1, that the steps of a group are steps of a workflow."""
    if is_other(group):
        return 0.0
    found = features_of(group, place)
    total = weights.base + sum(found[name] * weights.features.get(name, 0.0) for name in sorted(found))
    return 1 / (1 + math.exp(-total))
