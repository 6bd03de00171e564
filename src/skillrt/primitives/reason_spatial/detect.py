"""Where a skill has the agent reason about places and sizes."""

from typing import Final

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, need_in, verdict

_ID: Final = "reason.spatial"
_REASONS: Final = {
    "L1": "has the agent place or align things",
    "L2": "has the agent work with coordinates or boxes",
    "L3": "has the agent work in three dimensions",
}


def detect(view: SkillView) -> Detected | None:
    """Coordinates and layout have to come up often: many skills mention a layout that a program makes."""
    evidence = list(all_phrases(view, _ID, _REASONS))
    return verdict(evidence, "reasons about places and sizes", need=4 * need_in(view))
