"""Where a skill prescribes how its text should sound."""

from typing import Final

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, need_in, verdict

_ID: Final = "follow.style"
_REASONS: Final = {
    "L2": "prescribes a tone, a voice or a persona",
    "L3": "prescribes one voice throughout",
}


def detect(view: SkillView) -> Detected | None:
    """Tone, voice and persona, each where the text says so; code style is no style of text."""
    return verdict(list(all_phrases(view, _ID, _REASONS)), "writes in a given style", need=need_in(view, 0.65))
