"""Where a skill makes the agent drive a web browser."""

from typing import Final

from skillrt.primitives.base import Detected, Level
from skillrt.primitives.view.tools import harness_tools
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, phrase_evidence, total, verdict

_ID: Final = "tool.browser"
_OPERATIONS: Final = frozenset({"browser.use"})
# two kinds of hints together are not yet a need
_HINT: Final = 0.45


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 behind a login, L2 where it fills in and clicks, else L1."""
    login = tuple(phrase_evidence(view, _ID, "L3 usual", "has the agent log in", allowed=True))
    clicks = tuple(phrase_evidence(view, _ID, "L2 usual", "has the agent click or fill in", allowed=True))
    tools = tuple(harness_tools(view, _OPERATIONS, "L2", 1.0, "names a tool that drives a browser"))
    evidence = [
        *tools,
        *phrase_evidence(view, _ID, "L2 strong", "has the agent use a browser", allowed=True),
        *at_most(clicks, _HINT),
        *at_most(login, _HINT),
        *at_most(phrase_evidence(view, _ID, "L1 weak", "speaks of a browser"), _HINT),
    ]
    level: Level = "L3" if total(login) >= NEED and clicks else "L2" if clicks or tools else "L1"
    return verdict(evidence, "drives a browser", level)
