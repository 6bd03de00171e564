"""Calls that are to be issued at once are made one a turn: what is the same but slower asks for less."""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.notes import note_in, section_of
from skillrt.primitives.view.view import SkillView

RULE: Final = "one-call-a-turn"
_MOST: Final = 6


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """A sentence where the text asks for several calls at once; the calls stay, in their order."""
    yield from _drafts(view, gap)


def _drafts(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = "(Here: one call a turn, in the order in which they stand; go on when the last one has its result.)"
    notes: dict[str, Replacement] = {}
    for item in gap.detected.evidence:
        section = section_of(view, item.block)
        note = note_in(view, section, item.block, text) if section is not None else None
        if note is not None:
            notes.setdefault(note.block, note)
    if 1 <= len(notes) <= _MOST:
        reason = "the same calls, one a turn, need no reasoning about several results at once"
        yield Draft(RULE, reason, "supports", tuple(notes.values()), (), 0)
