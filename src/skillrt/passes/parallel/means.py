"""What the target offers for work that can go on at once: descriptor, profile, the skill's permissions."""

from typing import Final

import msgspec

from skillrt.ir import Module
from skillrt.passes.harness_edits.front_matter import listed_tools
from skillrt.targets import Target
from skillrt.targets.harness import Tool

_BATCH: Final = "tool.call.batch"
_DELEGATE: Final = "delegate.agent"
_PAIR: Final = 2
"""Calls that the first level of `tool.call.batch` is about; more are of the second."""
_SEVERAL_AGENTS: Final = 2
_KEY: Final = "allowed-tools"


class Means(msgspec.Struct, frozen=True):
    """`batch` is how many calls the target puts into one turn (0: it makes one), `agent` the name of its tool for
    sub-agents that run beside each other (empty: none), `shell` whether commands of our own may be run."""

    batch: int = 0
    agent: str = ""
    shell: bool = False

    def takes(self, calls: int) -> bool:
        """Whether so many calls (0: not known) fit in one turn."""
        return self.batch > 0 and (calls or _PAIR + 1) <= self.batch


def means_of(module: Module, target: Target) -> Means:
    """The means that this target has for this skill."""
    harness, capabilities = target.harness, target.capabilities
    batch = 0
    if harness.parallel.tool_calls == "concurrent":
        level = capabilities.aim(_BATCH)
        batch = 0 if level < 1 else _PAIR if level == 1 else 1000
    tool = harness.tool_for("agent.delegate")
    beside = harness.parallel.sub_agents == "background" or (harness.parallel.sub_agents == "blocking" and batch > 0)
    agents = tool is not None and beside and capabilities.aim(_DELEGATE) >= _SEVERAL_AGENTS
    shell = harness.tool_for("shell.run")
    allowed = _allowed(module)
    return Means(
        batch=batch,
        agent=tool.name if tool and agents and _may(tool, allowed) else "",
        # the map is a POSIX shell script
        shell=shell is not None and target.host.os != "windows" and _may(shell, allowed),
    )


def _allowed(module: Module) -> frozenset[str] | None:
    """What `allowed-tools` lists; None where the skill has no such list."""
    entry = module.front_matter.entry(_KEY)
    return frozenset(listed_tools(entry.value)) if entry is not None else None


def _may(tool: Tool, allowed: frozenset[str] | None) -> bool:
    """Whether a tool may be used freely: one that is narrowed to a pattern may not."""
    return allowed is None or not allowed.isdisjoint((tool.name, *tool.aliases))
