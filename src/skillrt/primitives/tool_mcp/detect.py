"""Where a skill makes the agent call tools of Model Context Protocol servers."""

from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.tools import mcp_tools
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, phrase_evidence, verdict

_ID: Final = "tool.mcp"
_TOOL_WEIGHT: Final = 0.5
_HINT: Final = 0.5
# a skill on making servers names their tools too
_BUILDING: Final = 3.0


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L1 for a single tool, else L2."""
    tools = mcp_tools(view)
    named = [
        Evidence(block.id, 0, len(block.text), "L2", _TOOL_WEIGHT, f"names the tool {name}")
        for name, block in tools.items()
    ]
    evidence = [
        *named,
        *phrase_evidence(view, _ID, "L2 strong", "has the agent use an MCP server"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of tools of a server"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of MCP"), _HINT),
    ]
    need = _BUILDING if f"{_ID}:building" in view.subjects else NEED
    reason = f"calls {len(tools)} tools of MCP servers" if len(tools) > 1 else "calls tools of MCP servers"
    return verdict(evidence, reason, "L1" if len(tools) == 1 else "L2", need)
