"""Nothing is lowered here: there is no outliner for these languages; `primitive.toml` says why, level by level."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:  # noqa: ARG001  (no gap has a draft)
    """No draft for any gap."""
    return ()
