"""JavaScript blocks become programs for node; what needs a compiler, a browser or the user's project stays."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:  # noqa: ARG001  (a program to run suits every gap)
    """Outlining, whatever the level: what is run need not be written."""
    return outline_drafts(view, {"javascript": "javascript"})
