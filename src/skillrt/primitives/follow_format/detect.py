"""Where a skill prescribes the form of the result."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.gen_text_prose.detect import written
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import (
    all_phrases,
    at_most,
    beside,
    code_share,
    need_in,
    sections_titled,
    total,
    verdict,
)
from skillrt.reading.fences import Fence

_ID: Final = "follow.format"
_REASONS: Final = {
    "L1": "names a format",
    "L2": "prescribes a template or a form",
    "L3": "limits the form of the text",
}
# a place to fill in: [Title], <summary>, {name}
_HOLE: Final = re.compile(r"\[[A-Za-z][^\]\n`(]{2,60}\](?!\()|<[a-z][\w .:|/-]{2,60}>|\{[A-Za-z][\w ,.:-]{1,60}\}")
_HEADING: Final = re.compile(r"^#{1,4} \S", re.M)
_BLANK: Final = "gives a template to fill in"
_NEED: Final = 0.9
# what is asked more for each line of code in 1000 characters: templates beside much code are mostly of code
_CODE: Final = 0.1
# and where the skill brings programs along: they give the result its form
_BESIDE_SCRIPTS: Final = 1.5
_TELLS: Final = 0.6
_MENTIONS: Final = 0.4
_WRITES: Final = "has the agent write text, which a form mostly holds for"
_WRITES_SHARE: Final = 0.55
# to have text written is not yet to give it a form
_WRITES_COUNTED: Final = 0.9
_TEXTS: Final = ("", "text", "markdown")


def detect(view: SkillView) -> Detected | None:
    """A template counts most: a block of text with places to fill in, under a heading or lead that calls it so.

    Level 3 is a template together with several limits on the form (lengths, wording, marks).
    """
    templates = list(_templates(view))
    need = need_in(view)
    said = list(_said(view, need))
    usual = _NEED * (1 + _CODE * code_share(view))
    least = usual * (_BESIDE_SCRIPTS if view.scripts else 1)
    writes = beside(written(view), "L2", _WRITES, _WRITES_SHARE * usual / need, _WRITES_COUNTED * usual)
    level = "L1" if not templates and not writes and total(said, "L2") < 0.5 else "L2"
    if templates and sum(item.level == "L3" for item in said) >= 3 * need:
        level = "L3"
    return verdict([*templates, *_scaled(said, need), *writes], "gives its result in a prescribed form", level, least)


def _said(view: SkillView, need: float) -> Iterator[Evidence]:
    """What prescribes a form, and up to a weight what mentions templates and schemas: many are of code or of data."""
    found = tuple(all_phrases(view, _ID, _REASONS))
    yield from (item for item in found if item.level != "L2" or item.weight >= _TELLS)
    yield from at_most((item for item in found if item.level == "L2" and item.weight < _TELLS), _MENTIONS * need)


def _scaled(said: list[Evidence], need: float) -> Iterator[Evidence]:
    """Phrases weigh less in a long text; a template weighs the same anywhere."""
    for item in said:
        yield Evidence(item.block, item.start, item.end, item.level, item.weight / need, item.reason)


def _templates(view: SkillView) -> Iterator[Evidence]:
    named = {(section.path, section.index) for section in sections_titled(view, f"{_ID}:titled")}
    called = {(found.sentence.block, found.sentence.start) for found in view.hits(f"{_ID}:L2 strong")}
    for fence in view.fences:
        if fence.role not in ("form", "data") or fence.language not in _TEXTS:
            continue
        holes = len(_HOLE.findall(fence.text))
        if not holes and not (fence.language == "markdown" and _HEADING.search(fence.text)):
            continue
        weight = 0.4 + 0.3 * ((fence.path, fence.section) in named) + 0.3 * _is_called(fence, called)
        weight += 0.3 * (fence.language == "markdown" or bool(_HEADING.search(fence.text)))
        yield at_fence(fence, "L2", weight if fence.path == view.skill_file else weight / 2, _BLANK)


def _is_called(fence: Fence, called: set[tuple[str, int]]) -> bool:
    return fence.lead is not None and (fence.lead.block, fence.lead.start) in called
