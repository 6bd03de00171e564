"""Code that a skill shows because the agent is to write the like of it, and how much that counts.

A block that shows what not to do never counts. Code in SKILL.md counts by its lines. Code in documents that are read
on demand counts only where there is much of it: a few examples beside a long text, or a second language beside the
one that the skill is about, illustrate.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.primitives.base import Evidence, Level, level_of
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import at_most, phrase_evidence
from skillrt.reading.fences import Fence

_MAIN_LINES: Final = 8
_ELSEWHERE_LINES: Final = 40
_ELSEWHERE_MOST: Final = 0.5
# lines of the language for 1000 characters of the skill; its share in all code
_DENSITY: Final = 3
_SHARE: Final = 0.35
_LISTED: Final = 0.5


def shown(view: SkillView, names: frozenset[str]) -> tuple[Fence, ...]:
    """The code blocks in one of these languages: normal names, or info strings as written."""
    return tuple(
        fence
        for fence in view.fences
        if fence.role != "wrong" and (fence.language in names or (not fence.language and written(fence) in names))
    )


def written(fence: Fence) -> str:
    """The language as the info string spells it, lower case."""
    return fence.block.language


def code_evidence(view: SkillView, fences: Sequence[Fence], levels: Sequence[int], reason: str) -> Iterator[Evidence]:
    """Evidence from code blocks, each with its level."""
    elsewhere = _counts_elsewhere(view, fences)
    for fence, level in zip(fences, levels, strict=True):
        if fence.path == view.skill_file:
            yield at_fence(fence, level_of(level), min(1.0, fence.lines / _MAIN_LINES), reason)
        elif elsewhere:
            yield at_fence(fence, level_of(level), min(_ELSEWHERE_MOST, fence.lines / _ELSEWHERE_LINES), reason)


def named_tools(view: SkillView, primitive: str, reason: str) -> tuple[Evidence, ...]:
    """Evidence from the phrases `L3 weak` that name frameworks: alone they never make a requirement, since many texts
    list technologies; with the name or description of the skill among them they do."""
    most = 1.0 if f"{primitive}:L3 weak" in view.subjects else _LISTED
    return at_most(phrase_evidence(view, primitive, "L3 weak", reason), most)


def highest(levels: Sequence[int]) -> Level:
    """The highest of the levels; L1 without any."""
    return level_of(max(levels, default=1))


def _counts_elsewhere(view: SkillView, fences: Sequence[Fence]) -> bool:
    lines = sum(fence.lines for fence in fences)
    code = sum(fence.lines for fence in view.fences if fence.role == "code")
    return lines * 1000 >= view.size * _DENSITY and lines >= code * _SHARE
