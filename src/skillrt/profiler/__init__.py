"""Profiles by sequential tests: which trial is next, and what the trials say of a target."""

from skillrt.profiler.chart import Bounds, Chart, judge, mean_trials, shortest_chart
from skillrt.profiler.prior import EVEN, Prior, prior_of
from skillrt.profiler.protocol import (
    Budget,
    Design,
    LevelVerdict,
    Row,
    Spent,
    State,
    Verdict,
    counts,
    next_trial,
    observe,
    profile_levels,
    verdict,
)

__all__ = [
    "EVEN",
    "Bounds",
    "Budget",
    "Chart",
    "Design",
    "LevelVerdict",
    "Prior",
    "Row",
    "Spent",
    "State",
    "Verdict",
    "counts",
    "judge",
    "mean_trials",
    "next_trial",
    "observe",
    "prior_of",
    "profile_levels",
    "shortest_chart",
    "verdict",
]
