"""A long text is written part by part, each no longer than the target holds; a driver puts the parts together."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.parts import part_drafts
from skillrt.primitives.view.view import SkillView

_UNDER_5_KB = 4000
_UNDER_1_KB = 900


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Parts of the size that is held."""
    if gap.held >= 1:
        yield from part_drafts(view, gap, gap.held, _UNDER_5_KB if gap.held >= 2 else _UNDER_1_KB)
