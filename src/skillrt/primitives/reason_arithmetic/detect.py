"""Where a skill has the agent calculate in its head."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import all_phrases, need_in, total, verdict

_ID: Final = "reason.arithmetic"
_REASONS: Final = {"L1": "asks for a count or a share", "L2": "asks for a calculation"}
# words = words times or divided by words or numbers: a formula for people, not code
_FORMULA: Final = re.compile(r"(?:=|≈)[^=\n]{0,80}?[\w)%]\s*(?:[×÷]|\s[*/]\s|\sx\s)\s*[($€]?[\w\d(]")
_MANY: Final = 2000


def detect(view: SkillView) -> Detected | None:
    """Formulas in prose, and calculations of costs, sizes or shares. What code computes does not count."""
    leads = {(fence.lead.block, fence.lead.start) for fence in view.fences if fence.lead and fence.role == "code"}
    said = [item for item in all_phrases(view, _ID, _REASONS) if (item.block, item.start) not in leads]
    evidence = [*said, *_formulas(view)]
    level: Level = "L2" if total(evidence, "L2") >= 1 else "L1"
    return verdict(evidence, "calculates", level, 3 * need_in(view))


def _formulas(view: SkillView) -> Iterator[Evidence]:
    for section, sentence in view.sentences():
        if "=" in sentence.text and _FORMULA.search(sentence.text[:_MANY]):
            weight = 1.0 if section.path == view.skill_file else 0.5
            yield Evidence(sentence.block, sentence.start, sentence.end, "L2", weight, "gives a formula")
    for fence in view.fences:
        if fence.role == "form" and _FORMULA.search(fence.text[:_MANY]):
            yield at_fence(fence, "L2", 1.0 if fence.path == view.skill_file else 0.5, "gives a formula")
