"""The pass `lower-concurrency`: what can go on at once is written in the way in which the target does it."""

from dataclasses import dataclass
from typing import ClassVar

from skillrt.ir import Module
from skillrt.passes.base import Need, Pass, PassContext
from skillrt.passes.parallel.edits import NAME, lowered


@dataclass(frozen=True)
class LowerConcurrency(Pass):
    """Writes parallel work in the target harness's own way: calls in one turn, its sub-agents, a parallel map.

    Where the target has no such means, or does not hold what it takes, the text stays as it is. `calls`, `agents` and
    `maps` turn a mechanism off.
    """

    name: ClassVar[str] = NAME
    needs: ClassVar[frozenset[Need]] = frozenset({Need.HARNESS, Need.PROFILE})
    calls: bool = True
    agents: bool = True
    maps: bool = True

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with its parallel regions lowered, each with the mechanism that it got."""
        if ctx.target is None:
            return module
        wanted = {"one-turn": self.calls, "sub-agents": self.agents, "parallel-map": self.maps}
        return lowered(module, ctx.target, frozenset(name for name, on in wanted.items() if on))
