"""Where a skill wants numbers computed by code, not in the head."""

from typing import Final

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, verdict

_ID: Final = "follow.delegation"
_REASONS: Final = {
    "L1": "has a script compute something",
    "L2": "prefers code to calculating in the head",
    "L3": "wants every number computed by code",
}


def detect(view: SkillView) -> Detected | None:
    """Only where the text says so: that a skill has scripts is no rule about computing."""
    return verdict(list(all_phrases(view, _ID, _REASONS)), "computes by running code")
