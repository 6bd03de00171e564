"""Where a skill makes the agent write HTML, CSS or SVG."""

import re
from functools import lru_cache
from typing import Final

from skillrt.primitives.base import Detected, highest
from skillrt.primitives.view.shown import code_evidence, shown
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, phrase_evidence, total, verdict

_ID: Final = "gen.code.html"
_LANGUAGES: Final = frozenset({"html", "css", "scss", "sass", "less", "svg", "htm", "xhtml", "vue", "svelte"})
_HARD: Final = re.compile(
    r"@media|@container|@keyframes|\baria-|\brole=|grid-template|linearGradient|<filter|<animate|clip-path|clamp\("
)
_MODERATE: Final = re.compile(r"<(?:form|table|input|section|nav|article|main|header|svg|style)\b|[{;]\s*[\w-]+\s*:")
# so many marks of hard markup in one block
_SEVERAL: Final = 3
_HINT: Final = 0.5
_NEED: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 where it shows or names accessible, responsive or complex pages."""
    fences = shown(view, _LANGUAGES)
    levels = [_level(fence.text) for fence in fences]
    code = tuple(code_evidence(view, fences, levels, "shows markup to adapt"))
    hard = tuple(phrase_evidence(view, _ID, "L3 usual", "asks for responsive or accessible pages"))
    evidence = [
        *code,
        *hard,
        *phrase_evidence(view, _ID, "L2 strong", "asks for a page"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of the markup of pages"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of the look of pages"), _HINT),
    ]
    shown_level = highest([item.level for item in code] or ["L2"])
    return verdict(evidence, "writes HTML, CSS or SVG", "L3" if total(hard) >= NEED else shown_level, _NEED)


@lru_cache(maxsize=8192)
def _level(text: str) -> int:
    if len(_HARD.findall(text)) >= _SEVERAL:
        return 3
    return 2 if _MODERATE.search(text) else 1
