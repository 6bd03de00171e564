"""Where a skill makes the agent write Python: blocks of Python that it shows, and text that speaks of writing it."""

import re
from typing import Final

import msgspec

from skillrt.code.python_imports import modules_at
from skillrt.code.shapes import CodeShape, python_shape
from skillrt.primitives.base import Detected, Evidence, Level, level_of
from skillrt.primitives.view.shown import code_evidence, named_tools, shown
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, total, verdict
from skillrt.store.files import is_brought

_ID: Final = "gen.code.python"
_LANGUAGES: Final = frozenset({"python"})
_NAMED: Final = 3
_CALLS: Final = "has calls of a bundled module to write"
ASKS: Final = "asks for Python code"
# what stands where code went into a module: the calls of it are still written
_CALLED: Final = re.compile(r"(?:Import from|Call `[^`\n]{1,300}` of) `scripts/skillrt/[^`\n]{1,100}\.py`")
# code of this weight tells the level; less leaves it to the text
_TOLD: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: the level of its code, L3 where only frameworks of Python are named."""
    fences = shown(view, _LANGUAGES)
    own = _own_modules(view)
    shapes = [_without(python_shape(fence.text), own) for fence in fences]
    code = tuple(code_evidence(view, fences, [shape.level for shape in shapes], "shows Python to adapt"))
    evidence = [
        *code,
        *_calls(view),
        *phrase_evidence(view, _ID, "L2 strong", ASKS),
        *phrase_evidence(view, _ID, "L3 usual", "speaks of building with a framework of Python"),
        *named_tools(view, _ID, "names frameworks of Python as the agent's tools"),
    ]
    # the highest level that enough of the code has; one small block does not make a skill hard
    told = [step for step in (3, 2, 1) if total(code, level_of(step)) >= _TOLD]
    level: Level = level_of(told[0]) if told else "L2" if any(item.reason == _CALLS for item in evidence) else "L3"
    libraries = dict.fromkeys(name for shape in shapes for name in shape.libraries)
    return verdict(evidence, _reason(tuple(libraries), len(fences)), level)


def _calls(view: SkillView) -> list[Evidence]:
    return [
        Evidence(block.id, found.start(), found.end(), "L2", 1.0, _CALLS)
        for document in view.documents
        for block in document.blocks
        if (found := _CALLED.match(block.text))
    ]


def _own_modules(view: SkillView) -> frozenset[str]:
    """What code of the skill can import from the skill itself: its Python files and their folders. A module that a
    lowering made is none of them for what else is written."""
    files = (file for file in view.module.files if file.language == "python" and not is_brought(file.path))
    return modules_at(file.path for file in files)


def _without(shape: CodeShape, own: frozenset[str]) -> CodeShape:
    """The shape without what the skill brings itself."""
    libraries = tuple(name for name in shape.libraries if name not in own)
    level = min(shape.level, 2) if shape.libraries and not libraries else shape.level
    return msgspec.structs.replace(shape, libraries=libraries, level=level)


def _reason(libraries: tuple[str, ...], blocks: int) -> str:
    if not blocks:
        return "writes Python with the frameworks that the text names"
    named = ", ".join(libraries[:_NAMED])
    return f"writes {f'Python with {named}' if named else 'Python'} ({blocks} block{'s' * (blocks > 1)})"
