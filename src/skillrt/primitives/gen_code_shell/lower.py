"""Commands that have to be composed become scripts with options; what is ready to run stays as it is."""

from collections.abc import Iterable

from skillrt.primitives.draft import Draft, Gap, NoDraft
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterable[Draft | NoDraft]:
    """Outlining suits every gap: what is run need not be written."""
    return outline_drafts(view, gap, {"shell": "shell"})
