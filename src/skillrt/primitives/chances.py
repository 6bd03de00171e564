"""Whether a skill asks for a primitive: how likely its evidence makes that, by weights that were fitted to labels.

A primitive without weights of its own (one from another package) is asked for where its detector is sure.
"""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.primitives.base import Detected, sure
from skillrt.primitives.kinds import kind_of
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import code_share, in_main, total

_FILE: Final = "requirement_weights.toml"
# bounds within which strengths, documents and code make a difference
_STRENGTHS: Final = (0.05, 8.0)
_SIZES: Final = (3_000, 160_000)
_DOCUMENTS: Final = 10
_CODE: Final = 20.0


class Weights(msgspec.Struct, frozen=True):
    """`least`: the chance from which a primitive is asked for; by primitive the log-odds of each feature, and without
    any (`base`)."""

    least: float
    primitives: dict[str, dict[str, float]]


@cache
def shipped() -> Weights:
    """The weights of this version."""
    return weights_in((resources.files("skillrt.primitives") / _FILE).read_text(encoding="utf-8"))


def weights_in(text: str) -> Weights:
    """The weights that a data file has."""
    return msgspec.convert(tomllib.loads(text)["weights"], Weights)


def is_asked(name: str, found: Detected, view: SkillView) -> bool:
    """Whether a skill asks for the primitive that there is evidence for."""
    weights = shipped().primitives.get(name)
    if weights is None:
        return sure(found) is not None
    return chance_of(features_of(found, view), weights) >= shipped().least


def chance_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance, from 0 to 1."""
    odds = weights.get("base", 0.0) + sum(features[name] * weights.get(name, 0.0) for name in sorted(features))
    return 1 / (1 + math.exp(-odds))


def features_of(found: Detected, view: SkillView) -> dict[str, float]:
    """What is seen of the evidence, and of the skill around it: each about 0 to 2, logarithms -3 to 3."""
    low, high = _STRENGTHS
    return {
        "enough": float(found.strength >= 1),
        "beyond enough": math.log(min(max(found.strength, 1.0), high)),
        "short of enough": math.log(max(min(found.strength, 1.0), low)),
        "in SKILL.md": in_main(view, found.evidence) / max(total(found.evidence), 1e-9),
        **view.once("chances:surroundings", _surroundings),
    }


def _surroundings(view: SkillView) -> dict[str, float]:
    kind = kind_of(view)
    least, most = _SIZES
    return {
        "size": math.log(min(max(view.size, least), most)) - 9,
        "documents": min(len(view.documents), _DOCUMENTS) / 5,
        "code": min(code_share(view), _CODE) / 10,
        "steps": float(any(item.path == view.skill_file for item in view.procedures)),
        "kind: procedure": float(kind == "procedure"),
        "kind: generative": float(kind == "generative"),
    }
