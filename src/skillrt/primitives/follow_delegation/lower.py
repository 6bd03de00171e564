"""What is to be computed by code is computed by programs that are there: outlined code, and a calculator."""

from collections.abc import Iterator

import msgspec

from skillrt.primitives.calculating import calculator_drafts
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Running a program is all that is left; that numbers come from it stays said in the text."""
    for draft in outline_drafts(view, {"python": "python"}):
        yield msgspec.structs.replace(draft, kind="supports", to=0)
    yield from calculator_drafts(view, gap, 0)
