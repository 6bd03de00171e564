"""Where a skill makes the agent look at images: pictures, screenshots, plots that it has to judge."""

from typing import Final

from skillrt.primitives.base import Detected
from skillrt.primitives.view.tools import harness_tools
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, phrase_evidence, total, verdict

_ID: Final = "see.image"
_OPERATIONS: Final = frozenset({"image.view"})
_HINT: Final = 0.5
_NEED: Final = 0.6


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 where pictures are compared or measured, else L2."""
    several = tuple(phrase_evidence(view, _ID, "L3 usual", "has the agent compare pictures", allowed=True))
    evidence = [
        *harness_tools(view, _OPERATIONS, "L2", 1.0, "names a tool that shows images"),
        *phrase_evidence(view, _ID, "L2 strong", "has the agent look at an image", allowed=True),
        *phrase_evidence(view, _ID, "L2 usual", "has the agent judge a picture or plot", allowed=True),
        *several,
        *at_most(phrase_evidence(view, _ID, "L1 weak", "speaks of how something looks"), _HINT),
    ]
    return verdict(evidence, "looks at images", "L3" if total(several) >= NEED * 2 else "L2", _NEED)
