"""Calculations are done by a bundled program; the formulas of the text stand ready."""

from collections.abc import Iterator

from skillrt.primitives.base import rank
from skillrt.primitives.calculating import calculator_drafts
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Setting up an expression asks for one step less than reckoning with it."""
    yield from calculator_drafts(view, gap, max(0, rank(gap.required) - 2))
