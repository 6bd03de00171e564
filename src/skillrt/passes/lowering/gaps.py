"""Gaps: what a skill asks for above what the target holds."""

from collections.abc import Mapping, Sequence

from skillrt.primitives import Detected, Gap
from skillrt.primitives.base import rank
from skillrt.targets import Capabilities

Demands = Mapping[str, Detected]


def gaps_of(demands: Demands, capabilities: Capabilities) -> tuple[Gap, ...]:
    """The gaps, by the id of the primitive."""
    found: list[Gap] = []
    for name in sorted(demands):
        aim = capabilities.aim(name)
        if rank(demands[name].level) > aim:
            found.append(Gap(name, demands[name].level, aim, demands[name]))
    return tuple(found)


def opened(before: Demands, after: Demands, capabilities: Capabilities) -> tuple[str, ...]:
    """Primitives that are asked for above the target, and higher than before: what a lowering may never do."""
    return tuple(
        name
        for name in sorted(after)
        if rank(after[name].level) > max(capabilities.aim(name), rank(before[name].level) if name in before else 0)
    )


def unmet(raises: Sequence[tuple[str, str]], before: Demands, capabilities: Capabilities) -> tuple[str, ...]:
    """Primitives that a draft asks for in place, above the target and above what was asked for already."""
    return tuple(
        name
        for name, level in raises
        if rank(level) > max(capabilities.aim(name), rank(before[name].level) if name in before else 0)
    )


def weighs_less(gap: Gap, after: Demands) -> bool:
    """Whether less is asked for than the gap did: a lower level, or less evidence for it."""
    now = after.get(gap.primitive)
    if now is None or rank(now.level) < rank(gap.required):
        return True
    return sum(item.weight for item in now.evidence) < sum(item.weight for item in gap.detected.evidence)
