"""Where a skill has the agent write text for people."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import (
    all_phrases,
    at_most,
    code_share,
    description_evidence,
    need_in,
    total,
    verdict,
)

_ID: Final = "gen.text.prose"
# a skill with fewer sentences, if it is not about a text and does not come back to it, has one written by the way: a
# comment, a note, a summary
_LONG: Final = 100
_OFTEN: Final = 1.8
_ABOUT: Final = "is about writing something for people"
_REASONS: Final = {
    "L1": "asks for a short text",
    "L2": "asks for text of several paragraphs",
    "L3": "asks for a long text with sections",
}


_NEED: Final = 0.9
# lines of code in 1000 characters below which a skill is about words, and the share that is needed there
_LITTLE_CODE: Final = 1.0
_ABOUT_WORDS: Final = 0.6
_HEADING: Final = re.compile(r"^#{1,4} \S", re.M)
_TEXTS: Final = ("", "markdown")
_PARTS: Final = 2
# a template weighs half of what is needed, whatever the length of the skill; the third says no more than two
_TEMPLATE: Final = 0.5
_TEMPLATES_COUNTED: Final = 1.0


def detect(view: SkillView) -> Detected | None:
    """Writing is asked for where the description is about a text, where the text comes back to writing, or where it
    gives the headings of what is to be written."""
    said = written(view)
    need = need_in(view)
    about = any(item.reason == _ABOUT for item in said)
    told = [item for item in said if item.reason != _ABOUT]
    level: Level = "L3" if about and total(told, "L3") >= 2 * need else "L2"
    sentences = sum(len(section.sentences) for section in view.main)
    often = about and total(told, "L2") >= _OFTEN * need
    if level == "L2" and sentences < _LONG and not often:
        level = "L1"
    least = _NEED * need * (_ABOUT_WORDS if code_share(view) < _LITTLE_CODE else 1)
    templates = at_most(_templates(view, _TEMPLATE * least), _TEMPLATES_COUNTED * least)
    return verdict([*said, *templates], "writes text for people to read", level, least)


def written(view: SkillView) -> tuple[Evidence, ...]:
    """What the description and the text say of writing."""
    return view.once("gen.text.prose:written", _written)


def _written(view: SkillView) -> tuple[Evidence, ...]:
    about = description_evidence(view, _ID, "subject", "L2", 0.75, _ABOUT)
    return (*about, *all_phrases(view, _ID, _REASONS))


def _templates(view: SkillView, weight: float) -> Iterator[Evidence]:
    """Blocks that show a text with headings, in place of code."""
    for fence in view.fences:
        texts = fence.role in ("form", "data", "wrong") and fence.language in _TEXTS
        if texts and len(_HEADING.findall(fence.text)) >= _PARTS:
            yield at_fence(fence, "L2", weight, "gives the headings of a text to write")
