"""Where a skill has the agent write text for people."""

from typing import Final

from skillrt.primitives.base import Detected, Level
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, description_evidence, need_in, total, verdict

_ID: Final = "gen.text.prose"
# a skill with fewer sentences, if it is not about a text and does not come back to it, has one written by the way: a
# comment, a note, a summary
_LONG: Final = 100
_OFTEN: Final = 1.8
_REASONS: Final = {
    "L1": "asks for a short text",
    "L2": "asks for text of several paragraphs",
    "L3": "asks for a long text with sections",
}


def detect(view: SkillView) -> Detected | None:
    """Writing is asked for where the description is about a text, or where the text comes back to writing."""
    about = list(description_evidence(view, _ID, "subject", "L2", 0.75, "is about writing something for people"))
    said = list(all_phrases(view, _ID, _REASONS))
    need = need_in(view)
    level: Level = "L3" if about and total(said, "L3") >= 2 * need else "L2"
    sentences = sum(len(section.sentences) for section in view.main)
    often = bool(about) and total(said, "L2") >= _OFTEN * need
    if level == "L2" and sentences < _LONG and not often:
        level = "L1"
    return verdict([*about, *said], "writes text for people to read", level, 0.9 * need)
