"""Rules are checked one at a time before the work is called done; a program holds them all.

They stay where they stand: what binds is said there, and once more at the end.
"""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import rank
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.item_lists import MANY, NEXT, RUNS, list_file, one_line
from skillrt.primitives.notes import note_at_end
from skillrt.primitives.view.view import SkillView

RULE: Final = "rule-check"
_LONGEST: Final = 300


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Where one rule can be kept; many are then kept one by one."""
    if gap.held < 1:
        return
    rules = _rules(view, gap)
    if len(rules) < 2:
        return
    file = list_file("rules", ".rules", [(rule, "") for rule in rules], view.module.paths)
    text = (
        f"## Before you finish\n\nCheck the {len(rules)} rules of this text one a turn: "
        f"`sh {NEXT.path} {file.path} start` prints the first. Look at what you made: where it breaks the rule, mend "
        f"it; then `sh {NEXT.path} {file.path} done` prints the next (`skip`: it does not apply)."
    )
    note = note_at_end(view, text, NEXT.path, file.path)
    if note is not None:
        reason = "the rules are checked one at a time at the end, where what was made can still be mended"
        yield Draft(RULE, reason, "supports", (note,), (NEXT, file), max(1, rank(gap.required) - 2), RUNS)


def _rules(view: SkillView, gap: Gap) -> tuple[str, ...]:
    """The sentences that bind, as they are written, in the order of the text."""
    found: dict[str, None] = {}
    places = {(item.block, item.start) for item in gap.detected.evidence}
    for _, sentence in view.sentences():
        if (sentence.block, sentence.start) in places and sentence.kind != "heading":
            text = one_line(sentence.text)
            if text and len(text) <= _LONGEST:
                found[text] = None
    return tuple(found)[:MANY]
