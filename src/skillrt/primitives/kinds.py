"""The kind of a skill: a reference for a tool, a procedure to follow, or guidance for making something."""

from typing import Final, Literal

from skillrt.primitives.purposes import has_steps, jobs_of
from skillrt.primitives.view.view import SkillView

Kind = Literal["tool-reference", "procedure", "generative"]
_KINDS: Final[tuple[Kind, ...]] = ("tool-reference", "procedure", "generative")
_MUCH_CODE: Final = 40
_SOME_CODE: Final = 15
_SEVERAL: Final = 3
_WRITING: Final = ("gen.text.prose:subject", "gen.text.long:subject", "reason.planning:subject")


def kind_scores(view: SkillView) -> dict[Kind, float]:
    """How much speaks for each kind, from 0 to 1, adding up to 1.

    A reference has several jobs and much code; a procedure is one job with steps; what is generative is about a text
    or a plan and has little code.
    """
    code = sum(fence.lines for fence in view.fences if fence.role in ("code", "commands"))
    several = len(jobs_of(view)) >= _SEVERAL
    about = sum(label in view.described for label in _WRITING)
    writing = len(view.hits("gen.text.prose:L2 strong")) / (1 + view.sentence_count / 100)
    asking = len(view.hits("ask.user:L1 strong")) / (1 + view.sentence_count / 100)
    raw: dict[Kind, float] = {
        "tool-reference": min(2.0, code / _MUCH_CODE) * (1.0 if several else 0.5)
        + (1.2 if code >= _SOME_CODE else 0.6) * several,
        "procedure": 0.5 + 0.8 * has_steps(view) + 0.7 * (not several) + min(0.7, asking / 2),
        "generative": (0.5 * about + min(1.0, writing / 2)) * (0.3 if code > _MUCH_CODE else 1.0),
    }
    whole = sum(raw.values())
    return {kind: round(raw[kind] / whole, 3) for kind in _KINDS}


def kind_of(view: SkillView) -> Kind:
    """The kind that most speaks for; a reference where nothing tells."""
    scores = kind_scores(view)
    return max(_KINDS, key=lambda kind: scores[kind])
