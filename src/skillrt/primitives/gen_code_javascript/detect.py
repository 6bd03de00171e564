"""Where a skill makes the agent write JavaScript or TypeScript."""

from typing import Final

from skillrt.code.shapes import javascript_shape
from skillrt.primitives.base import Detected, Level
from skillrt.primitives.view.shown import code_evidence, highest, named_tools, shown
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, total, verdict

_ID: Final = "gen.code.javascript"
_LANGUAGES: Final = frozenset({"javascript", "vue", "svelte", "astro"})
_COMPONENTS: Final = frozenset({"vue", "svelte", "astro"})
_NAMED: Final = 3
# code of this weight tells the level; less leaves it to the text
_TOLD: Final = 0.5
_NEED: Final = 0.7


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: the level of its code, L3 where only frameworks are named."""
    fences = shown(view, _LANGUAGES)
    shapes = [javascript_shape(fence.text) for fence in fences]
    levels = [
        3 if fence.block.language in _COMPONENTS else shape.level for fence, shape in zip(fences, shapes, strict=True)
    ]
    code = tuple(code_evidence(view, fences, levels, "shows JavaScript or TypeScript to adapt"))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for JavaScript or TypeScript"),
        *phrase_evidence(view, _ID, "L3 usual", "speaks of building with a framework of the web"),
        *named_tools(view, _ID, "names frameworks of the web as the agent's tools"),
    ]
    level: Level = highest(levels) if total(code) >= _TOLD else "L3"
    libraries = dict.fromkeys(name for shape in shapes for name in shape.libraries)
    return verdict(evidence, _reason(tuple(libraries), len(fences)), level, _NEED)


def _reason(libraries: tuple[str, ...], blocks: int) -> str:
    if not blocks:
        return "writes JavaScript with the frameworks that the text names"
    named = ", ".join(libraries[:_NAMED])
    kind = "JavaScript or TypeScript"
    return f"writes {f'{kind} with {named}' if named else kind} ({blocks} block{'s' * (blocks > 1)})"
