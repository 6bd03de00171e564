"""Where a skill has the agent find out what code, documents or data mean, or what is wrong with them."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.view import SkillView, at_sentence
from skillrt.primitives.weighing import all_phrases, description_evidence, need_in, total, verdict

_ID: Final = "reason.analysis"
_REASONS: Final = {"L2": "has the agent find, judge or interpret something"}
_NEED: Final = 0.3
_TROUBLE: Final = "tells how to judge results or find what went wrong"
_WIDE: Final = "has the agent follow causes through several files or parts"
_ABOUT: Final = "is about analysing, reviewing or judging"


def detect(view: SkillView) -> Detected | None:
    """Analysis is asked for where the description is about it, or where the text comes back to it.

    Level 3 wants phrases for several files or root causes, in a skill that is about analysis; level 2 is usual.
    """
    return view.once(_ID, _detect)


def _detect(view: SkillView) -> Detected | None:
    about = list(description_evidence(view, _ID, "subject", "L2", 0.75, _ABOUT))
    # what stands right before code says what the code does, not what the agent finds out
    leads = {(fence.lead.block, fence.lead.start) for fence in view.fences if fence.lead and fence.role == "code"}
    said = [item for item in all_phrases(view, _ID, _REASONS) if (item.block, item.start) not in leads]
    evidence = [*about, *said, *_sections(view)]
    wide = list(_wide(view))
    need = need_in(view)
    if total(wide) >= 2 * need and total(evidence) >= _NEED * need:
        return verdict([*evidence, *wide], "analyses code or documents across many files", "L3", _NEED * need)
    return verdict(evidence, "analyses code, documents or data", "L2", _NEED * need)


def _sections(view: SkillView) -> Iterator[Evidence]:
    """Sections on trouble and interpretation, each by its heading: the agent has to match what it sees with them."""
    for found in view.hits(f"{_ID}:trouble"):
        if found.sentence.kind == "heading":
            yield at_sentence(found, "L2", 0.5 if found.section.path == view.skill_file else 0.25, _TROUBLE)


def _wide(view: SkillView) -> Iterator[Evidence]:
    """Sentences that name a whole repository, many files or root causes."""
    seen: set[tuple[str, int]] = set()
    for found in view.hits(f"{_ID}:wide"):
        place = (found.sentence.block, found.sentence.start)
        if place not in seen:
            seen.add(place)
            yield at_sentence(found, "L3", 0.5 if found.section.path == view.skill_file else 0.25, _WIDE)
