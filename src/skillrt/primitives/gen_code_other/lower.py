"""Nothing lowers it: there is no outliner for these languages."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:  # noqa: ARG001  (the contract of every primitive)
    """No draft; `primitive.toml` says why."""
    return ()
