"""Where a skill makes the agent itself ask web pages, search or interfaces; not what code or scripts ask."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.tools import harness_tools
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import NEED, at_most, phrase_evidence, total, verdict

_ID: Final = "tool.web"
_OPERATIONS: Final = frozenset({"web.search", "web.fetch"})
_REQUEST: Final = re.compile(r"\A\s*(?:(?:GET|POST|PUT|PATCH|DELETE)\s+\S|https?://\S)")
_REQUEST_WEIGHT: Final = 0.25
_ELSEWHERE_WEIGHT: Final = 0.1
_HINT: Final = 0.4
_NEED: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 for interfaces with keys or pages of results, else L2."""
    requests = tuple(_requests(view))
    hard = tuple(phrase_evidence(view, _ID, "L3 usual", "speaks of keys and pages of results", allowed=True))
    evidence = [
        *requests,
        *harness_tools(view, _OPERATIONS, "L2", 1.0, "names a tool for the web"),
        *phrase_evidence(view, _ID, "L2 strong", "has the agent ask the web", allowed=True),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of asking the web", allowed=True),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "names what is on the web"), _HINT),
    ]
    by_interface = total(requests) >= NEED and total(hard) >= NEED
    return verdict(evidence, "asks the web", "L3" if by_interface else "L2", _NEED)


def _requests(view: SkillView) -> Iterator[Evidence]:
    """Blocks that show a request as it is sent."""
    for fence in view.fences:
        if fence.role == "form" and _REQUEST.match(fence.text[:200]):
            weight = _REQUEST_WEIGHT if fence.path == view.skill_file else _ELSEWHERE_WEIGHT
            yield at_fence(fence, "L2", weight, "shows a request to send")
