"""How episodes ended, why calls failed, and what was changed when they worked. Pure: episodes in, findings out."""

from skillrt.gateway.outcomes.failing import Cause, cause_of
from skillrt.gateway.outcomes.judging import judged, outcome_of
from skillrt.gateway.outcomes.mining import Failure, FailureGroup, failures_in, grouped
from skillrt.gateway.outcomes.recoveries import Change, Recovery, recoveries_of

__all__ = [
    "Cause",
    "Change",
    "Failure",
    "FailureGroup",
    "Recovery",
    "cause_of",
    "failures_in",
    "grouped",
    "judged",
    "outcome_of",
    "recoveries_of",
]
