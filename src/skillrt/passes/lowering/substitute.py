"""Substitution: where the skill has several ways to a job, one that the target can go becomes the default."""

from collections.abc import Iterator, Mapping

from skillrt.passes.lowering.gaps import Demands
from skillrt.primitives import Draft, Gap, Job, Replacement, SkillView, Way, jobs_of
from skillrt.primitives.base import rank
from skillrt.targets import Capabilities

RULE = "substitute"
# primitive -> the highest level asked for
Needs = Mapping[str, int]


def substitute_drafts(view: SkillView, gap: Gap, demands: Demands, capabilities: Capabilities) -> Iterator[Draft]:
    """A draft for each job whose first way is above the target and another is not."""
    for job in jobs_of(view):
        if len(job.ways) < 2:
            continue
        needs = {way.id: _needs(way, demands) for way in job.ways}
        first = job.ways[0]
        if needs[first.id].get(gap.primitive, 0) <= gap.held:
            continue
        other = next((way for way in job.ways[1:] if _within(needs[way.id], capabilities)), None)
        if other is not None:
            yield from _draft(view, gap, job, first, other)


def _draft(view: SkillView, gap: Gap, job: Job, first: Way, other: Way) -> Iterator[Draft]:
    heading = view.block(job.sections[0].heading)
    if heading is None:
        return
    words = f"\nBy default use **{other.title}** (below); the other ways are for what it cannot do.\n"
    size = len(heading.text)
    new = words if heading.text.endswith("\n") else f"\n{words}"
    above = {name for way in job.ways for name in way.blocks}
    rest = [rank(item.level) for item in gap.detected.evidence if item.block not in above]
    reason = (
        f"`{first.title}` asks for {gap.primitive} {gap.required}; the target holds what `{other.title}` asks for"
    )
    yield Draft(RULE, reason, "supports", (Replacement(heading.id, size, size, new),), (), max(rest, default=0))


def _needs(way: Way, demands: Demands) -> Needs:
    blocks = frozenset(way.blocks)
    found: dict[str, int] = {}
    for name, detected in demands.items():
        levels = [rank(item.level) for item in detected.evidence if item.block in blocks]
        if levels:
            found[name] = min(max(levels), rank(detected.level))
    return found


def _within(needs: Needs, capabilities: Capabilities) -> bool:
    return all(level <= capabilities.aim(name) for name, level in needs.items())
