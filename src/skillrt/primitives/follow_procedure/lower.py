"""Steps are gone through one at a time: a program keeps which comes next, so that none is forgotten or done twice.

The text stays as it is; its branches and loops stand in the steps that it prints.
"""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import rank
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.item_lists import NEXT, RUNS, list_file
from skillrt.primitives.notes import note_above, note_below, section_of
from skillrt.primitives.view.steps import Procedure, is_about_steps
from skillrt.primitives.view.view import SkillView

RULE: Final = "step-by-step"
_FEW: Final = 3
_MANY: Final = 30
_MOST_LISTS: Final = 4
_STEP: Final = re.compile(r"\W*(?:step|phase|stage)\b", re.I)


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where the agent can do one step at all; then the number of steps is the program's matter."""
    if gap.held < 1 and rank(gap.required) > 0:
        yield from _drafts(view, 0)
        return
    yield from _drafts(view, 1)


def _drafts(view: SkillView, to: int) -> Iterator[Draft]:
    asked = [item for item in view.procedures if _is_asked(item)][:_MOST_LISTS]
    notes: list[Replacement] = []
    files: list[DerivedFile] = [NEXT]
    taken = set(view.module.paths)
    for procedure in asked:
        items = [(step.title.strip("#* "), step.text) for step in procedure.steps]
        file = list_file(procedure.title or "steps", ".steps", items, taken)
        note = _note(view, procedure, file.path)
        if note is not None and all(note.block != other.block for other in notes):
            taken.add(file.path)
            notes.append(note)
            files.append(file)
    if notes:
        reason = "a program keeps which step comes next and prints it; one is done at a time"
        yield Draft(RULE, reason, "supports", tuple(notes), tuple(files), to, RUNS)


def _is_asked(procedure: Procedure) -> bool:
    """Steps to be gone through, not a list of things that happens to have numbers."""
    named = is_about_steps(procedure.title) or _STEP.match(procedure.steps[0].title) is not None
    return named and _FEW <= len(procedure.steps) <= _MANY


def _note(view: SkillView, procedure: Procedure, path: str) -> Replacement | None:
    text = (
        f"Go through these {len(procedure.steps)} steps one a turn: `sh {NEXT.path} {path} start` prints the first; do "
        f"what it says, then `sh {NEXT.path} {path} done` prints the next (`skip`: it does not apply; `status`: where "
        "you are). To repeat one, do it before `done`."
    )
    first = procedure.steps[0].block
    if procedure.by == "headings":
        return note_above(view, first, text, NEXT.path, path)
    section = section_of(view, first)
    return note_below(view, section, text, NEXT.path, path) if section is not None else None
