"""The kind of a skill: a reference for a tool, a procedure to follow, or guidance for making something."""

from typing import Final, Literal

from skillrt.primitives.view.view import SkillView

Kind = Literal["tool-reference", "procedure", "generative"]
_KINDS: Final[tuple[Kind, ...]] = ("tool-reference", "procedure", "generative")


def kind_scores(view: SkillView) -> dict[Kind, float]:
    """How much speaks for each kind, from 0 to 1, adding up to 1."""
    code = sum(fence.lines for fence in view.fences if fence.role in ("code", "commands"))
    steps = sum(len(item.steps) for item in view.procedures)
    prose = sum(1 for section, sentence in view.sentences() if section.path == view.skill_file and sentence.words)
    making = len(view.hits("gen.text.prose:L2 strong")) + len(view.hits("follow.style:L2 usual"))
    raw = {"tool-reference": code / 25, "procedure": steps / 4, "generative": making / 3 + prose / 200}
    whole = sum(raw.values()) or 1.0
    return {kind: round(raw[kind] / whole, 3) for kind in _KINDS}


def kind_of(view: SkillView) -> Kind:
    """The kind that most speaks for; a reference where nothing tells."""
    scores = kind_scores(view)
    return max(_KINDS, key=lambda kind: scores[kind])
