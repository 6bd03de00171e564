"""What is to be measured: primitives with a probe that this harness has the tools for, each with its design."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, UsageError
from skillrt.primitives.catalogue import catalogue
from skillrt.primitives.probing import Probe
from skillrt.profiler.chart import Bounds
from skillrt.profiler.prior import EVEN, prior_of
from skillrt.profiler.protocol import Design
from skillrt.profiler.trials import NAMES
from skillrt.targets import Target

_SERVED: Final = "mcp.call"
"""The only operation that no tool of a harness offers by itself: tools of a server that it is given do."""


class Selection(msgspec.Struct, frozen=True):
    """Probes and designs by primitive, in the order in which they are measured, and why others are left out."""

    probes: Mapping[str, Probe]
    designs: Mapping[str, Design]
    left_out: Mapping[str, str]


def every_probe() -> dict[str, Probe | None]:
    """The probes of the catalogue by primitive; None where a primitive has none."""
    return {item.id: item.probe() if item.probe else None for item in catalogue()}


def select(
    target: Target,
    probes: Mapping[str, Probe | None],
    names: Sequence[str],
    levels: Sequence[int],
    bounds: Bounds,
    *,
    falling: bool = False,
) -> Selection:
    """Choose. Without `names` all of `probes`, in its order. `falling`: rates are taken to fall with the level.

    Raises UsageError for a primitive that does not exist.
    """
    for name in names:
        if name not in probes:
            near = difflib.get_close_matches(name, probes, 1)
            hint = f"did you mean `{near[0]}`?" if near else "docs/primitives.md lists them"
            raise UsageError(Diagnostic.of("profile.unknown-primitive", f"there is no primitive `{name}`", hint=hint))
    chosen: dict[str, Probe] = {}
    designs: dict[str, Design] = {}
    left_out: dict[str, str] = {}
    for name in dict.fromkeys(names) or probes:
        probe = probes[name]
        why = why_not(target, probe, levels)
        if probe is None or why:
            left_out[name] = why
            continue
        chosen[name] = probe
        designs[name] = design_of(target, probe, levels, bounds, falling=falling)
    return Selection(chosen, designs, left_out)


def why_not(target: Target, probe: Probe | None, levels: Sequence[int]) -> str:
    """Why nothing of this primitive can be measured in the target's harness; empty where it can."""
    if probe is None:
        return "it has no probe yet"
    mcp = target.harness.launch.mcp
    if _SERVED in probe.needs and mcp.support != "stdio":
        how = "has no MCP servers" if mcp.support == "none" else "is not known to take an MCP server"
        return f"{target.harness.title} {how}"
    missing = [name for name in probe.needs if name != _SERVED and target.harness.tool_for(name) is None]
    if missing:
        return f"{target.harness.title} has no tool for {', '.join(missing)}, as far as is known"
    if not target.harness.tools and not is_answered_in_words(probe):
        return f"its tasks want tools, and {target.harness.title} has none"
    return "" if levels_of(probe, levels) else "its probe has none of these levels"


def is_answered_in_words(probe: Probe) -> bool:
    """Whether the answer alone does it: there is nothing to read, and the reference calls no tool."""
    made = [probe.make(level, "tools") for level in probe.levels]
    return probe.judged_by == "answer" and not any(one.files or one.pages or one.reference.turns for one in made)


def levels_of(probe: Probe, levels: Sequence[int]) -> tuple[int, ...]:
    """Which of the levels, 1 to 3, the probe can measure."""
    return tuple(level for level in sorted(set(levels)) if NAMES[level - 1] in probe.levels)


def design_of(target: Target, probe: Probe, levels: Sequence[int], bounds: Bounds, *, falling: bool) -> Design:
    """The design of one primitive. Single levels are tested by themselves."""
    found = levels_of(probe, levels)
    if falling and len(found) == len(NAMES):
        return Design(bounds, True, prior_of(target.capabilities, probe.primitive, bounds))
    return Design(bounds, False, EVEN, found)
