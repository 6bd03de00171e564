"""Where a skill makes the agent fill in the arguments of tools exactly: tools with parameters that it describes."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from skillrt.ir import Block
from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.tools import mcp_tools
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import NEED, phrase_evidence, total, verdict

_ID: Final = "tool.call.format"
_NESTED: Final = re.compile(r"\[\s*\{|\{[^{}]{0,400}\{|:\s*\n\s+-\s|\{\s*/\*")
_ARGUMENTS: Final = re.compile(r"[\w\"]\s*[:=]\s*[\[{\"'\w<]")


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 where arguments are nested or lists of objects, L2 with several fields."""
    tools = mcp_tools(view)
    if not tools:
        return None
    calls = tuple(_calls(view, tools))
    evidence = [
        *calls,
        *phrase_evidence(view, _ID, "L3 strong", "wants nested arguments"),
        *phrase_evidence(view, _ID, "L2 usual", "describes parameters of tools"),
    ]
    return verdict(evidence, "fills in arguments of tools", "L3" if total(evidence, "L3") >= NEED else "L2")


def _calls(view: SkillView, tools: Mapping[str, Block]) -> Iterator[Evidence]:
    """Blocks that show a call of a tool with arguments."""
    for fence in view.fences:
        first = re.match(r"\s*([\w-]+)", fence.text[:200])
        if first and first.group(1) in tools and _ARGUMENTS.search(fence.text):
            nested = bool(_NESTED.search(fence.text[:4000]))
            yield at_fence(fence, "L3" if nested else "L2", 0.5, "shows a call with its arguments")
