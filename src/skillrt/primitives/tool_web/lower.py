"""How to ask for less of it."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Nothing yet."""
    return ()
