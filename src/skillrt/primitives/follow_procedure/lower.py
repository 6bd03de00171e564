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
from skillrt.primitives.view.view import SkillView
from skillrt.reading.instructions import is_aside
from skillrt.reading.steps import Procedure, Step, is_about_steps

RULE: Final = "step-by-step"
_FEW: Final = 5
_MANY: Final = 20
_TOLD: Final = re.compile(r"[\W\d]*(?:\*\*[^*]+\*\*\W*)?[A-Z][a-z]*[a-rt-z]s\s")
_DESCRIBES: Final = re.compile(r"\bhow (?:it|this|they) works?\b", re.I)
_WHOLE: Final = 1000
_BACK: Final = re.compile(
    r"\b(?:back to|return to|repeat(?: from)?|re-?run|redo|again from|go to) "
    r"(?:the )?(?:step|phase|stage)s? (\d{1,2})\b",
    re.I,
)
_STEP: Final = re.compile(r"\W*(?:step|phase|stage)\b", re.I)


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where the agent can do one step at all; then the number of steps is the program's matter."""
    if gap.held < 1 and rank(gap.required) > 0:
        yield from _drafts(view, gap, 0)
        return
    yield from _drafts(view, gap, 1)


def _drafts(view: SkillView, gap: Gap, to: int) -> Iterator[Draft]:
    blocks = {item.block for item in gap.detected.evidence}
    asked = [item for item in view.procedures if item.steps[0].block in blocks and _is_asked(item, view)]
    if len(asked) != 1:
        return  # of several, one is chosen, or they lie in one another
    notes: list[Replacement] = []
    files: list[DerivedFile] = [NEXT]
    taken = set(view.module.paths)
    for procedure in asked:
        items = [_item(step, procedure) for step in procedure.steps]
        file = list_file(procedure.title or "steps", ".steps", items, taken)
        note = _note(view, procedure, file.path)
        if note is not None and all(note.block != other.block for other in notes):
            taken.add(file.path)
            notes.append(note)
            files.append(file)
    if notes:
        reason = "a program keeps which step comes next and prints it; one is done at a time"
        yield Draft(RULE, reason, "supports", tuple(notes), tuple(files), to, RUNS)


def _is_asked(procedure: Procedure, view: SkillView) -> bool:
    """Steps to be gone through, not a list of things that happens to have numbers, nor what a program does by itself
    ("Fetches the forecast")."""
    section = section_of(view, procedure.steps[0].block)
    if _DESCRIBES.search(procedure.title) or procedure.path != view.skill_file:
        return False
    if (
        section is None
        or is_aside(section, view.main)
        or (procedure.by == "list" and any(map(_is_long, procedure.steps)))
    ):
        return False
    told = sum(_TOLD.match(step.title) is not None for step in procedure.steps)
    if 2 * told >= len(procedure.steps):
        return False
    named = is_about_steps(procedure.title) or _STEP.match(procedure.steps[0].title) is not None
    return named and _FEW <= len(procedure.steps) <= _MANY


def _is_long(step: Step) -> bool:
    """Whether an item holds more than its sentences: what lies below it would lose its shape in a list."""
    return len(step.text) > _WHOLE or "\n" in step.text.strip()


def _item(step: Step, procedure: Procedure) -> tuple[str, str]:
    """A list's item whole where it is short; of a section its title, since code and tables stand only in the text.
    A step that sends the agent back says how."""
    title, text = step.title, ""
    if procedure.by == "list" and len(step.text) <= _WHOLE:
        title, text = (step.text, "") if "\n\n" not in step.text and "```" not in step.text else (title, step.text)
    back = _BACK.search(step.text)
    if back and 1 <= int(back.group(1)) <= len(procedure.steps):
        number = back.group(1)
        text = f"{text}\n(where it sends you back to step {number}: `back {number}`)"
    return title.strip("# "), text


def _note(view: SkillView, procedure: Procedure, path: str) -> Replacement | None:
    text = (
        f"Go through these {len(procedure.steps)} steps one a turn: `sh {NEXT.path} {path} start` prints the first; "
        f"do all that is said of it below, then `sh {NEXT.path} {path} done` prints the next (`skip`: it does not "
        "apply; `back NUMBER`: repeat from that step; `status`: where you are)."
    )
    first = procedure.steps[0].block
    if procedure.by == "headings":
        return note_above(view, first, text, NEXT.path, path)
    section = section_of(view, first)
    return note_below(view, section, text, NEXT.path, path) if section is not None else None
