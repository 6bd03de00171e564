"""A plan is written down as a short list and gone through one step at a time; a program keeps it.

What to do is still the model's to find: a plan of a few steps in order is the least that is asked for. Only where a
sentence tells the agent to plan its own work: plans that the user is given, and work whose steps are fixed, stay.
"""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Evidence
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import NEXT, RUNS
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView
from skillrt.reading.present import is_lowered

RULE: Final = "plan-list"
# the verb, at most four words, the plan; or work that is taken apart
_OWN: Final = re.compile(
    r"\b(?:write|make|draft|create|form|outline|lay out|set up)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:plan|to-?do list|task list|list of (?:tasks|steps|subtasks)|task breakdown|work breakdown)\b|"
    r"\b(?:break|split|divide|decompose)\s+(?:[\w-]+\s+){1,5}?(?:down\b|(?:in)?to\s+(?:[\w-]+\s+){0,3}?"
    r"(?:sub-?tasks|tasks|steps|sub-?goals|work items)\b)",
    re.I,
)
# what others get or made, and parts that are no work
_NOT_OWN: Final = re.compile(
    r"\b(?:users?|customers?|clients?|stakeholders?|readers?|students?|team'?s?|their|meal|marketing|business|lesson|"
    r"study|learning|training|migration|rotation|test|recovery|treatment|care|content|campaign|launch|rollback|"
    r"template|documents?|reports?|runbooks?|deliverables?|if|unless|re-?plan\w*|fails?|failed|"
    r"never|not|don['’]t|tickets?|issues)\b",
    re.I,
)
_ABOUT_PLANS: Final = re.compile(r"\b(?:plan(?:s|ning|ner)?|road ?maps?|strateg\w+|runbooks?)\b", re.I)
_FIXED: Final = 3


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where a few steps can be put in order; parts of parts and recovery become new short lists."""
    if gap.held < 1:
        return
    text = (
        "Write the plan to a file: at most five lines that begin with `== `, one a step. "
        f"`sh {NEXT.path} FILE start` then names one step at a time and `done` the next. Where a step is too large "
        "or fails, write a list of its own for it, go through that, and come back."
    )
    note = note_near(view, _telling(view, gap), text, NEXT.path) if not _is_decided(view) else None
    if note is not None:
        reason = "the plan is a short list that a program goes through; parts and recovery are lists of their own"
        yield Draft(RULE, reason, "supports", (note,), (NEXT,), 1, (*RUNS, ("tool.file.write", "L1")))


def _is_decided(view: SkillView) -> bool:
    """Whether the plan is what the skill is for, so that the user gets it, or the steps are in the text."""
    about = f"{view.module.name.replace('-', ' ')} {view.description}"
    if _ABOUT_PLANS.search(about):
        return True
    return any(item.path == view.skill_file and len(item.steps) >= _FIXED for item in view.procedures)


def _telling(view: SkillView, gap: Gap) -> list[Evidence]:
    """The evidence whose sentence has the agent plan its own work, the strongest first."""
    found = [item for item in gap.detected.evidence if _tells(view, item)]
    return sorted(found, key=lambda item: -item.weight)


def _tells(view: SkillView, item: Evidence) -> bool:
    block = view.block(item.block)
    if block is None or is_lowered(block):
        return False
    text = block.text[item.start : item.end]
    return _OWN.search(text) is not None and not _NOT_OWN.search(text)
