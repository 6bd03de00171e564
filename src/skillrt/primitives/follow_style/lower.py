"""A style is shown by an example of the skill's own, where it has one; nothing else can carry it."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import rank
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence

RULE: Final = "worked-example"
_EXAMPLE: Final = re.compile(r"\b(?:example|sample|good|output|template|after)\b", re.I)
_SHORTEST: Final = 80


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Points at the example from the place that asks for the style."""
    example = next((fence for fence in view.fences if _shows_style(fence, view)), None)
    if example is None or gap.held < 1:
        return
    title = next(item.title for item in view.sections if (item.path, item.index) == (example.path, example.section))
    text = f"Before you write, read the example under “{title}” and keep to its tone, sentence by sentence."
    note = note_near(view, sorted(gap.detected.evidence, key=lambda item: -item.weight), text)
    if note is not None:
        reason = "an example of the skill's own shows the style, which is then kept to sentence by sentence"
        yield Draft(RULE, reason, "supports", (note,), (), rank(gap.required) - 1)


def _shows_style(fence: Fence, view: SkillView) -> bool:
    if fence.role != "form" or len(fence.text) < _SHORTEST or fence.path != view.skill_file:
        return False
    title = next(item.title for item in view.sections if (item.path, item.index) == (fence.path, fence.section))
    lead = fence.lead.text if fence.lead is not None else ""
    return bool(title) and bool(_EXAMPLE.search(f"{title} {lead}"))
