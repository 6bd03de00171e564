"""A long text is written part by part: a driver shows one part at a time, and how the one before it ended."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.parts import part_drafts
from skillrt.primitives.view.view import SkillView

_SECTION = 4000
_PARAGRAPH = 900


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Sections of some paragraphs where those can be written, else single paragraphs."""
    if gap.held >= 1:
        yield from part_drafts(view, gap, gap.held, _SECTION if gap.held >= 2 else _PARAGRAPH)
