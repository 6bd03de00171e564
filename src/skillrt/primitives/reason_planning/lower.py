"""A plan is written down as a short list and gone through one step at a time; a program keeps it.

What to do is still the model's to find: a plan of a few steps in order is the least that is asked for.
"""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import NEXT, RUNS
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView

RULE: Final = "plan-list"


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where a few steps can be put in order; parts of parts and recovery become new short lists."""
    if gap.held < 1:
        return
    text = (
        "Write the plan to a file: at most five lines that begin with `== `, one a step. "
        f"`sh {NEXT.path} FILE start` then names one step at a time and `done` the next. Where a step is too large or "
        "fails, write a list of its own for it, go through that, and come back."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, NEXT.path)
    if note is not None:
        reason = "the plan is a short list that a program goes through; parts and recovery are lists of their own"
        yield Draft(RULE, reason, "supports", (note,), (NEXT,), 1, (*RUNS, ("tool.file.write", "L1")))
