"""Where a skill makes the agent issue several calls in one turn."""

from typing import Final

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, verdict

_ID: Final = "tool.call.batch"


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for; only what it says in so many words."""
    evidence = [
        *phrase_evidence(view, _ID, "L1 strong", "has the agent read several files at once", allowed=True),
        *phrase_evidence(view, _ID, "L2 strong", "has the agent issue several calls at once", allowed=True),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of calls at once", allowed=True),
        *phrase_evidence(
            view, _ID, "L3 strong", "has the agent reason about the results of calls at once", allowed=True
        ),
    ]
    return verdict(evidence, "issues several calls in one turn")
