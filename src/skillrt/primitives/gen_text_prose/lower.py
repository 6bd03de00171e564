"""Prose is written by whoever can: primitive.toml says why, level by level."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:  # noqa: ARG001  (what every primitive is given)
    """None."""
    return ()
