"""The pass `lower-capabilities`: close the gaps between what the skill asks for and what the target holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from skillrt.errors import Diagnostic, Place
from skillrt.ir import Gap as GapFact
from skillrt.ir import Module, Requirement
from skillrt.passes.base import Need, Pass, PassContext
from skillrt.passes.infer_requirements import InferRequirements, demands_of
from skillrt.passes.lowering.closing import Closing, close_gap
from skillrt.passes.lowering.gaps import Demands, gaps_of
from skillrt.primitives.base import rank


@dataclass(frozen=True)
class LowerCapabilities(Pass):
    """Rewrite what asks for more than the target holds; a skill without gaps stays as it is."""

    name: ClassVar[str] = "lower-capabilities"
    needs: ClassVar[frozenset[Need]] = frozenset({Need.PROFILE})
    strict: bool = False
    """A gap that stays is an error."""

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with every gap closed that can be, each as a fact, and those left as diagnostics."""
        if ctx.target is None:
            return module
        capabilities = ctx.target.capabilities
        demands = demands_of(module)
        gaps = gaps_of(demands, capabilities)
        if not gaps:
            return module
        closings: list[Closing] = []
        after = module
        for gap in gaps:
            now = demands.get(gap.primitive)
            if now is None or rank(now.level) <= gap.held:
                closings.append(Closing(gap, after, demands, ("by another lowering",)))  # it went with another's text
                continue
            closing = close_gap(after, msgspec.structs.replace(gap, detected=now), demands, ctx)
            after, demands = closing.module, closing.demands
            closings.append(closing)
        facts = tuple(_fact(closing, demands, module) for closing in closings)
        if after is not module:
            after = InferRequirements().run(after, ctx)
        return after.with_facts(*facts).with_diagnostics(*self._left(facts, str(ctx.target)))

    def _left(self, facts: tuple[GapFact, ...], target: str) -> Iterator[Diagnostic]:
        for fact in facts:
            if fact.status in ("closed", "supported"):
                continue
            message = f"the skill asks for {fact.primitive} {fact.left}; {target} holds {fact.aim}" + (
                f": {fact.why}" if fact.why else ""
            )
            code = "capability.gap-strict" if self.strict else "capability.gap"
            yield Diagnostic.of(code, message, Place(fact.span.file, fact.span.line))


def _fact(closing: Closing, demands: Demands, source: Module) -> GapFact:
    """What became of a gap, by what is asked for at the end."""
    gap = closing.gap
    now = demands.get(gap.primitive)
    asked = rank(now.level) if now else 0
    carried = min(asked, closing.carried) if closing.carried is not None else asked
    status = (
        "closed"
        if asked <= gap.held
        else "supported"
        if carried <= gap.held
        else "narrowed"
        if carried < rank(gap.required)
        else "left"
    )
    requirement = next(
        (
            fact
            for fact in source.facts
            if isinstance(fact, Requirement) and fact.primitive == gap.primitive and not fact.purpose
        ),
        None,
    )
    span = requirement.span if requirement else source.documents[0].blocks[0].span
    return GapFact(
        blocks=(),
        span=span,
        primitive=gap.primitive,
        required=gap.required,
        aim=f"L{gap.held}",
        left=f"L{carried}",
        status=status,
        rules=closing.rules,
        why="" if status in ("closed", "supported") else closing.why,
    )
