"""Where a skill makes the agent write regular expressions: patterns that it adapts, text that asks for some.

Patterns inside Python or JavaScript are a detail of that code and count little.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from skillrt.primitives.base import Detected, Evidence, highest, level_of
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import phrase_evidence, verdict
from skillrt.reading.fences import Fence

_ID: Final = "gen.regex"
_HINTS: Final = (
    "regex",
    "=~",
    "grep -",
    "rg ",
    "re.compile",
    "re.search",
    "re.match",
    "re.sub",
    "re.findall",
    "RegExp(",
)
_CONTEXT: Final = re.compile(
    r"regex\w*[\"']?\s*[:=(]\s*\S|=~\s*\S|\b(?:e?grep|rg)\s+(?:-\w*[EP]\w*|--perl-regexp)\s|\bre\.(?:compile|search|match|sub|findall)\(|"
    r"\bRegExp\("
)
_SYNTAX: Final = re.compile(
    r"\][+*?{]|\\[dwsb.]|\)[+*?]|\(\.[+*]\)|\.\*|\([\w.\\-]+\|[^)\n]{1,80}\)|\^[\w(\[]|\w\|\w"
)
_HARD: Final = re.compile(r"\(\?(?:[=!]|<[=!]|P?<\w)")
_GROUPED: Final = re.compile(r"\([^()\n]{1,80}\)|\||\^|\$[\"']")
_CODE: Final = frozenset({"python", "javascript", "go", "java", "ruby", "rust", "php", "csharp"})
_WEIGHT: Final = 1.0
_DETAIL: Final = 0.2
_IN_COMMANDS: Final = 0.35


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for, at the level of the hardest pattern that it shows."""
    code = tuple(_code(view))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for regular expressions"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of patterns to search for"),
    ]
    shown = highest(item.level for item in code) if code else None
    return verdict(evidence, "writes regular expressions", shown)


def _code(view: SkillView) -> Iterator[Evidence]:
    for fence in view.fences:
        level = _level(fence.text)
        if level and fence.role not in ("wrong", "drawing"):
            yield at_fence(fence, level_of(level), _weight(fence), "shows a pattern to adapt")


def _weight(fence: Fence) -> float:
    """Patterns in a program are a detail of it; those in commands are mostly given with them."""
    if fence.language in _CODE:
        return _DETAIL
    return _IN_COMMANDS if fence.role == "commands" else _WEIGHT


@lru_cache(maxsize=8192)
def _level(text: str) -> int:
    """The level of the patterns in a block, 0 where it has none."""
    if not any(hint in text for hint in _HINTS):
        return 0
    lines = [text[found.start() :].partition("\n")[0][:400] for found in _CONTEXT.finditer(text)]
    patterns = "\n".join(line for line in lines if _SYNTAX.search(line))
    if not patterns:
        return 0
    return 3 if _HARD.search(patterns) else 2 if _GROUPED.search(patterns) else 1
