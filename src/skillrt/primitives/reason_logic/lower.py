"""Conditions are decided one at a time: the rows and conditions of the skill become a list of questions."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.item_lists import NEXT, RUNS, list_file, points_of
from skillrt.primitives.notes import note_below, section_of
from skillrt.primitives.view.sections import Section
from skillrt.primitives.view.steps import BRANCH
from skillrt.primitives.view.view import SkillView

RULE: Final = "row-by-row"
_FEW: Final = 3
_MOST_LISTS: Final = 3


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where one condition can be decided; the best choice among many becomes one condition after the other."""
    if gap.held < 1:
        return
    notes: list[Replacement] = []
    files: list[DerivedFile] = [NEXT]
    taken = set(view.module.paths)
    for section in _sections(view, gap):
        points = points_of(section)
        if len(points) < _FEW or len(notes) == _MOST_LISTS:
            continue
        file = list_file(section.title or "cases", ".cases", [(point, "") for point in points], taken)
        text = (
            f"Decide by one case a turn: `sh {NEXT.path} {file.path} start` prints the first of {len(points)}; "
            f"`sh {NEXT.path} {file.path} done 'holds, because ...'` where it holds, `skip` where it does not. "
            "`status` shows those that hold; where several do, the first counts unless the text says otherwise."
        )
        note = note_below(view, section, text, NEXT.path, file.path)
        if note is not None:
            taken.add(file.path)
            notes.append(note)
            files.append(file)
    if notes:
        reason = "conditions are looked at one at a time, and a program keeps which of them hold"
        yield Draft(RULE, reason, "supports", tuple(notes), tuple(files), 1, RUNS)


def _sections(view: SkillView, gap: Gap) -> list[Section]:
    """Sections with evidence whose points are conditions or rows of a table, in reading order."""
    found: dict[tuple[str, int], Section] = {}
    for item in gap.detected.evidence:
        section = section_of(view, item.block)
        if section is not None and _decides(section):
            found.setdefault((section.path, section.index), section)
    return list(found.values())


def _decides(section: Section) -> bool:
    points = [item for item in section.sentences if item.kind in ("item", "row")]
    rows = sum(item.kind == "row" for item in points)
    conditions = sum(bool(BRANCH.search(item.text)) for item in points)
    return rows >= _FEW or conditions >= _FEW
