"""Nested arguments of a tool stand in a template; a program fills it in and escapes what has to be escaped.

The call itself is made by the agent: JSON that a tool wants is given by whoever calls it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named
from skillrt.primitives.view.view import SkillView
from skillrt.reading.present import is_lowered

RULE: Final = "filled-arguments"
_FILL: Final = program("fill.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_SMALL: Final = 8
# arguments whose shape comes from elsewhere: an empty or left-out object or list, a comment, a placeholder
_OPEN: Final = re.compile(r"[{\[]\s*(?:[}\]]|/\*|//|#|\.\.\.|…|<)")


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Templates for long blocks that show a call with nested arguments whole; a short one is the better template."""
    if gap.required == "L3":
        yield from _templates(view, gap)


def _templates(view: SkillView, gap: Gap) -> Iterator[Draft]:
    wanted = {item.block for item in gap.detected.evidence if item.level == "L3"}
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL]
    for fence in view.fences:
        block = fence.block
        if (
            block.id not in wanted
            or not block.fenced
            or is_lowered(block)
            or fence.lines < _SMALL
            or _OPEN.search(fence.text)
        ):
            continue
        tool = fence.text.split(maxsplit=1)[0].strip("({:")
        path = data_path(tool, ".template", taken)
        taken.add(path)
        ending = "\n" if block.text.endswith("\n") else ""
        new = (
            f"Call `{tool}`{named(fence)}: `sh {_FILL.path} {path} --json OLD=NEW...` prints the call with your "
            "values in the place of the example's, escaped; copy its arguments. Without OLD=NEW: the example."
            f"{ending}"
        )
        parts = moved_fence(fence, new, path, _FILL.path, path)
        replacements += parts
        files += (DerivedFile(path, fence.text, False, (block.id,)),) if parts else ()
    if replacements:
        reason = "nested arguments stand in a template that a program fills in and escapes"
        yield Draft(RULE, reason, "supports", tuple(replacements), tuple(files), 2, _RUN)
