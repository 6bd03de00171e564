"""Calculations are done by a bundled program; the formulas of the text stand ready."""

from collections.abc import Iterator

from skillrt.primitives.calculating import calculator_drafts
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where the text gives the formulas: to set one up is as much as to reckon with it."""
    yield from calculator_drafts(view, gap)
