"""Where a skill has the agent start other agents."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, need_in, total, verdict

_ID: Final = "delegate.agent"
_REASONS: Final = {
    "L1": "has the agent start another agent",
    "L2": "has the agent start several agents and put their results together",
    "L3": "has the agent lead a team of agents",
}


def detect(view: SkillView) -> Detected | None:
    """Phrases about sub-agents, and uses of a harness's tool for them."""
    evidence = [*all_phrases(view, _ID, _REASONS), *_tools(view)]
    need = need_in(view)
    level = "L3" if total(evidence, "L3") >= 3 * need else "L2" if total(evidence, "L2") >= 0.4 * need else "L1"
    return verdict(evidence, "starts other agents", level, 1.2 * need)


def _tools(view: SkillView) -> Iterator[Evidence]:
    for use in view.uses:
        block = view.block(use.blocks[0]) if use.operation == "agent.delegate" and use.blocks else None
        if block is not None and block.kind != "front-matter":
            yield Evidence(block.id, 0, len(block.text), "L1", 1.0, f"uses the tool {use.what}")
