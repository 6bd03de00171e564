"""Where a skill prescribes how its text should sound."""

from typing import Final

from skillrt.primitives.base import Detected, sure
from skillrt.primitives.tool_exec.detect import detect as runs
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, need_in, verdict

_ID: Final = "follow.style"
_REASONS: Final = {
    "L2": "prescribes a tone, a voice or a persona",
    "L3": "prescribes one voice throughout",
}
_NEED: Final = 0.55
_BESIDE_PROGRAMS: Final = 1.2


def detect(view: SkillView) -> Detected | None:
    """Tone, voice and persona, each where the text says so; code style is no style of text, and a skill that has the
    agent run programs mostly speaks of that."""
    need = need_in(view, _BESIDE_PROGRAMS if sure(runs(view)) else _NEED)
    return verdict(list(all_phrases(view, _ID, _REASONS)), "writes in a given style", need=need)
