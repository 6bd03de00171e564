"""What is to be computed by code is computed by programs that are there: outlined code, and a calculator."""

from collections.abc import Iterator

import msgspec

from skillrt.primitives.base import Evidence
from skillrt.primitives.calculating import calculator_drafts
from skillrt.primitives.draft import Draft, Gap, NoDraft
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView


def lower(view: SkillView, gap: Gap) -> Iterator[Draft | NoDraft]:
    """Running a program is all that is left; that numbers come from it stays said in the text."""
    code = tuple(Evidence(name, 0, 0, "L3", 1.0, "computes there") for name in sorted(_code_nearby(view, gap)))
    written = msgspec.structs.replace(gap, detected=msgspec.structs.replace(gap.detected, evidence=code))
    for draft in outline_drafts(view, written, {"python": "python"}) if code else ():
        yield msgspec.structs.replace(draft, kind="supports", to=0) if isinstance(draft, Draft) else draft
    yield from calculator_drafts(view, gap)


def _code_nearby(view: SkillView, gap: Gap) -> set[str]:
    """The code blocks of the sections that want numbers computed: other programs do not carry that demand."""
    blocks = {item.block for item in gap.detected.evidence}
    asking = {
        (section.path, section.index)
        for section in view.sections
        if section.heading in blocks or any(leaf.id in blocks for leaf in section.leaves)
    }
    return {fence.block.id for fence in view.fences if (fence.path, fence.section) in asking}
