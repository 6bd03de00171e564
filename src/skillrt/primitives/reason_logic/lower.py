"""Conditions are decided one at a time: the rows and conditions of the skill become a list of questions."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import NEXT, RUNS, points_listed
from skillrt.primitives.notes import section_of
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import sections_titled
from skillrt.reading.sections import Section
from skillrt.reading.steps import BRANCH

RULE: Final = "row-by-row"
_FEW: Final = 3
_HEAD: Final = re.compile(
    r"\A\s*\|\s*(?:if|when|scenarios?|situations?|conditions?|use cases?|needs?|you (?:want|need)|"
    r"best for|use when|choose|use|"
    r"signals?|symptoms?|criteria|criterion|recommend\w*)\b",
    re.I,
)


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where one condition can be decided; the best choice among many becomes one condition after the other."""
    if gap.held < 1:
        return
    notes, files = points_listed(view, _sections(view, gap), "cases", _words)
    if notes:
        reason = "conditions are looked at one at a time, and a program keeps which of them hold"
        yield Draft(RULE, reason, "supports", notes, files, 1, RUNS)


def _words(path: str, count: int) -> str:
    return (
        f"Decide by one case a turn: `sh {NEXT.path} {path} start` prints the first of {count}; "
        f"`sh {NEXT.path} {path} done 'holds, because ...'` where it holds, `skip` where it does not. "
        "`status` shows those that hold; where several do, the first counts unless the text says otherwise."
    )


def _sections(view: SkillView, gap: Gap) -> list[Section]:
    """Sections with evidence whose points are conditions or rows of a table, in reading order."""
    found: dict[tuple[str, int], Section] = {}
    named = {(section.path, section.index) for section in sections_titled(view, "reason.logic:choice")}
    for item in gap.detected.evidence:
        section = section_of(view, item.block)
        if section is not None and _decides(section, named=(section.path, section.index) in named):
            found.setdefault((section.path, section.index), section)
    return list(found.values())


def _decides(section: Section, *, named: bool) -> bool:
    """Whether the points tell what to choose: all are conditions, or its title or a table's first column
    says so."""
    if section.numbered:
        return False
    points = [item for item in section.sentences if item.kind in ("item", "row")]
    rows = sum(item.kind == "row" for item in points)
    conditions = sum(bool(BRANCH.search(item.text)) for item in points)
    heads = [leaf.text.partition("\n")[0] for leaf in section.leaves if leaf.kind == "table"]
    tabled = rows >= _FEW and (named or any(_HEAD.search(head) for head in heads))
    return tabled or (conditions >= _FEW and (named or conditions == len(points)))
