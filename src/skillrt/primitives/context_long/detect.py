"""Where a skill makes the agent keep much material in mind at once: very long itself, or transcripts and books."""

from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, verdict

_ID: Final = "context.long"
# characters of SKILL.md alone, at four to a token
_SIZES: Final[tuple[tuple[int, Level], ...]] = ((600_000, "L3"), (240_000, "L2"), (80_000, "L1"))


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: by the length of SKILL.md, which is read whole, or L2 for what the text names."""
    size = sum(len(leaf.text) for section in view.main for leaf in section.leaves)
    reached: Level | None = next((level for limit, level in _SIZES if size >= limit), None)
    if reached is not None:
        first = view.main[0].leaves[0] if view.main[0].leaves else None
        evidence = [Evidence(first.id, 0, len(first.text), reached, 1.0, "is long itself")] if first else []
        return verdict(evidence, f"reads {size // 4000},000 tokens of instructions", reached)
    evidence = [
        *phrase_evidence(view, _ID, "L2 strong", "has the agent take in something long as a whole", allowed=True),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of something long as a whole", allowed=True),
    ]
    return verdict(evidence, "keeps something long in mind as a whole", "L2")
