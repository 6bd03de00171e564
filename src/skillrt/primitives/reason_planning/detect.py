"""Where a skill has the agent make a plan of its own."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, at_most, description_evidence, need_in, total, verdict

_ID: Final = "reason.planning"
_REASONS: Final = {
    "L2": "has the agent split goals or lay out a plan",
    "L3": "has the agent change its plan as things go",
}


# what only speaks of plans and strategies, however often
_MENTIONS: Final = 1.0
_TELLS: Final = 1.0
_NEED: Final = 1.7
_LEAST_LENGTH: Final = 1.0


def detect(view: SkillView) -> Detected | None:
    """Planning is asked for where the description is about plans, designs or strategies and the text says so too."""
    about = list(description_evidence(view, _ID, "subject", "L2", 1.0, "is about plans, designs or strategies"))
    said = list(_said(view))
    level: Level = "L3" if total(said, "L3") >= 2 * need_in(view) else "L2"
    return verdict([*about, *said], "plans the work itself", level, _NEED * max(_LEAST_LENGTH, need_in(view)))


def _said(view: SkillView) -> Iterator[Evidence]:
    """What tells the agent to plan, and up to a weight what mentions plans."""
    found = tuple(all_phrases(view, _ID, _REASONS))
    yield from (item for item in found if item.weight >= _TELLS)
    yield from at_most((item for item in found if item.weight < _TELLS), _MENTIONS * need_in(view))
