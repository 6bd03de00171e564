"""Tasks for other agents are done here, one after the other, each with its result in a file."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import NEXT, RUNS
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView

RULE: Final = "one-after-the-other"


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Whatever the level: without agents there is nothing to start, put together or wait for."""
    text = (
        "Here no other agent is started: write the tasks to a list, one line `== TASK` each, with what it needs "
        f"below it; `sh {NEXT.path} LIST start` prints the first. Do it as if nothing else were asked, write "
        f"its result to a file of its own, and `sh {NEXT.path} LIST done 'FILE'` prints the next; "
        "at the end read the files."
    )
    note = note_near(view, sorted(gap.detected.evidence, key=lambda item: -item.weight), text, NEXT.path)
    if note is not None:
        reason = (
            "the tasks are done one after the other in this session, each from its own text and into its own file"
        )
        yield Draft(RULE, reason, "supports", (note,), (NEXT,), 0, (*RUNS, ("tool.file.write", "L1")))
