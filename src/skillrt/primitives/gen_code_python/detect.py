"""Where a skill makes the agent write Python: blocks of Python that it shows, and text that speaks of writing it."""

from typing import Final

from skillrt.code.shapes import python_shape
from skillrt.primitives.base import Detected, Level
from skillrt.primitives.view.shown import code_evidence, highest, named_tools, shown
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, total, verdict

_ID: Final = "gen.code.python"
_LANGUAGES: Final = frozenset({"python"})
_NAMED: Final = 3
# code of this weight tells the level; less leaves it to the text
_TOLD: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: the level of its code, L3 where only frameworks of Python are named."""
    fences = shown(view, _LANGUAGES)
    shapes = [python_shape(fence.text) for fence in fences]
    code = tuple(code_evidence(view, fences, [shape.level for shape in shapes], "shows Python to adapt"))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for Python code"),
        *phrase_evidence(view, _ID, "L3 usual", "speaks of building with a framework of Python"),
        *named_tools(view, _ID, "names frameworks of Python as the agent's tools"),
    ]
    level: Level = highest([shape.level for shape in shapes]) if total(code) >= _TOLD else "L3"
    libraries = dict.fromkeys(name for shape in shapes for name in shape.libraries)
    return verdict(evidence, _reason(tuple(libraries), len(fences)), level)


def _reason(libraries: tuple[str, ...], blocks: int) -> str:
    if not blocks:
        return "writes Python with the frameworks that the text names"
    named = ", ".join(libraries[:_NAMED])
    return f"writes {f'Python with {named}' if named else 'Python'} ({blocks} block{'s' * (blocks > 1)})"
