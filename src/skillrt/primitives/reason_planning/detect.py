"""Where a skill has the agent make a plan of its own."""

from typing import Final

from skillrt.primitives.base import Detected, Level
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, description_evidence, need_in, total, verdict

_ID: Final = "reason.planning"
_REASONS: Final = {
    "L2": "has the agent split goals or lay out a plan",
    "L3": "has the agent change its plan as things go",
}


def detect(view: SkillView) -> Detected | None:
    """Planning is asked for where the description is about plans, designs or strategies and the text says so too."""
    about = list(description_evidence(view, _ID, "subject", "L2", 1.0, "is about plans, designs or strategies"))
    said = list(all_phrases(view, _ID, _REASONS))
    level: Level = "L3" if total(said, "L3") >= 2 * need_in(view) else "L2"
    return verdict([*about, *said], "plans the work itself", level, 2 * need_in(view))
