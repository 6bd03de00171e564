"""Where a skill asks for looking at stars."""

from skillrt.primitives.base import Detected
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, verdict


def detect(view: SkillView) -> Detected | None:
    """By its words."""
    return verdict(list(phrase_evidence(view, "see.stars", "L2 strong", "looks at stars")), "looks at stars")
