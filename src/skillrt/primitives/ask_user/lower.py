"""Questions that the text lists are gone through one a turn; a program keeps which is next and what was answered.

That the user is asked stays: nobody else knows.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Draft, Gap
from skillrt.primitives.notes import note_below
from skillrt.primitives.view.view import SkillView
from skillrt.reading.sections import Section

RULE: Final = "question-list"
_NEXT: Final = program("next.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_FEW: Final = 3
_MANY: Final = 40


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Where one question can be asked, and a section of the text lists several."""
    if gap.held >= 1:
        yield from _list(view)


def _list(view: SkillView) -> Iterator[Draft]:
    found = [(section, questions) for section in view.main if (questions := _questions(section))]
    if not found:
        return
    section, questions = max(found, key=lambda item: len(item[1]))
    path = data_path(section.title or "questions", ".questions", view.module.paths)
    text = (
        f"Ask the {len(questions)} questions below one a turn: `sh {_NEXT.path} {path} start` prints the first, "
        f"`sh {_NEXT.path} {path} done 'ANSWER'` keeps the answer and prints the next (`skip` where it is known or "
        "does not apply), `status` shows all answers."
    )
    note = note_below(view, section, text, _NEXT.path, path)
    if note is not None:
        file = DerivedFile(path, "".join(f"== {question}\n" for question in questions), how="outlined")
        reason = "a program keeps which question comes next and what was answered; one is asked at a time"
        yield Draft(RULE, reason, "supports", (note,), (_NEXT, file), 1, _RUN)


def _questions(section: Section) -> tuple[str, ...]:
    """The questions that stand in the section's lists, if there are several."""
    items = (item for item in section.sentences if item.kind == "item" and item.text.rstrip("*_\"' ").endswith("?"))
    found = tuple(dict.fromkeys(" ".join(item.text.split()) for item in items))
    return found if _FEW <= len(found) <= _MANY else ()
