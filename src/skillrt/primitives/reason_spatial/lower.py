"""Nothing that a text brings along knows the place: primitive.toml says why."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:  # noqa: ARG001  (what every primitive is given)
    """None."""
    return ()
