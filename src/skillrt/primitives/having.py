"""What the host must have for a skill as it is: programs that need it may be brought along."""

import re
from typing import Final

from skillrt.primitives.view.view import SkillView

_RUNS_PYTHON: Final = re.compile(r"(?:^|[\s;&|(`])(?:python3?|uv run|pip3?) ", re.M)


def has_python(view: SkillView) -> bool:
    """Whether the skill needs Python 3 already: it bundles programs in it, shows some, or runs it."""
    return view.once("having:python", _has_python)


def _has_python(view: SkillView) -> bool:
    if any(file.language == "python" for file in view.scripts):
        return True
    return any(
        fence.language == "python" or (fence.role == "commands" and _RUNS_PYTHON.search(fence.text))
        for fence in view.fences
    )
