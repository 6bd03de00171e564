"""Where a skill asks for it."""

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for."""
    return None
