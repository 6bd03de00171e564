"""The pass `infer-requirements`: what the skill asks of the agent, purpose by purpose, with evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, cast

import msgspec

from skillrt.errors import Span
from skillrt.ir import Alternative, Fact, Module, Purpose, Requirement, SkillKind, span_of
from skillrt.passes.base import Pass, PassContext
from skillrt.primitives import Detected, Evidence, Job, SkillView, catalogue, jobs_of, kind_of, lexicon
from skillrt.primitives.base import level_of, rank
from skillrt.primitives.chances import is_asked
from skillrt.primitives.ways import Way
from skillrt.reading.present import is_lowered
from skillrt.reading.sections import Section

_DEMANDS: Final = "demands"


@dataclass(frozen=True)
class InferRequirements(Pass):
    """Ask the detector of every primitive; what the skill makes the agent itself do becomes requirements."""

    name: ClassVar[str] = "infer-requirements"

    def run(self, module: Module, ctx: PassContext) -> Module:  # noqa: ARG002  (no target changes what a skill asks)
        """The module with its kind, purposes and requirements as facts, in place of those it had."""
        kept = tuple(fact for fact in module.facts if not isinstance(fact, Purpose | Requirement | SkillKind))
        bare = msgspec.structs.replace(module, facts=kept)
        view = SkillView(bare, lexicon())
        detected = tuple(demands_of(module, view).items())
        jobs = jobs_of(view)
        facts: list[Fact] = [*_kind(view), *(_purpose(job, view) for job in jobs)]
        facts += _requirements(detected, jobs, view)
        after = bare.with_facts(*facts)
        after.memo[_DEMANDS] = dict(detected)
        return after


def demands_of(module: Module, view: SkillView | None = None) -> dict[str, Detected]:
    """What every detector found in a module, by the id of its primitive; worked out once a module.

    Requirements, purposes and gaps among its facts make no difference.
    """
    if _DEMANDS not in module.memo:
        module.memo[_DEMANDS] = dict(detect_all(view or SkillView(module, lexicon())))
    return cast("dict[str, Detected]", module.memo[_DEMANDS])


def detect_all(view: SkillView) -> tuple[tuple[str, Detected], ...]:
    """What every detector found that makes a requirement, by the id of its primitive."""
    found = ((item.id, item.detect(view)) for item in catalogue())
    return tuple(
        (name, detected) for name, detected in found if detected is not None and is_asked(name, detected, view)
    )


def _kind(view: SkillView) -> Iterator[SkillKind]:
    first = view.main[0] if view.main else None
    if first is None:
        return
    yield SkillKind(blocks=(), span=_span_of_sections((first,)), kind=kind_of(view))


def _purpose(job: Job, view: SkillView) -> Purpose:
    ways = tuple(
        Alternative(way.id, way.title, tuple(way.blocks), _span_of_way(way, view.module), index == 0)
        for index, way in enumerate(job.ways)
    )
    blocks = _blocks(job.sections[:1], view.module)
    return Purpose(
        blocks=blocks[:1], span=_span_of_sections(job.sections), id=job.id, title=job.title, alternatives=ways
    )


def _requirements(
    detected: Sequence[tuple[str, Detected]], jobs: Sequence[Job], view: SkillView
) -> Iterator[Requirement]:
    owners = {block: job.id for job in jobs for section in job.sections for block in _names(section)}
    ways = {block: way.id for job in jobs for way in job.ways for block in way.blocks}
    for name, found in detected:
        yield _requirement(name, found.level, found.reason, found.evidence, view.module)
        if len(jobs) > 1 or ways:
            yield from _parts(name, found, owners, ways, view.module)


def _parts(
    name: str, found: Detected, owners: dict[str, str], ways: dict[str, str], module: Module
) -> Iterator[Requirement]:
    """The requirement of each purpose, and of each way to it, by the place of the evidence."""
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for item in found.evidence:
        if item.block in owners:
            groups.setdefault((owners[item.block], ways.get(item.block, "")), []).append(item)
    for (purpose, way), items in groups.items():
        level = level_of(min(rank(found.level), max(rank(item.level) for item in items)))
        part = _requirement(name, level, items[0].reason, tuple(items), module)
        yield msgspec.structs.replace(part, purpose=purpose, alternative=way)


def _requirement(name: str, level: str, reason: str, evidence: Sequence[Evidence], module: Module) -> Requirement:
    spans = tuple(_span(item, module) for item in evidence)
    blocks = tuple(dict.fromkeys(item.block for item in evidence if item.block in module.blocks))
    return Requirement(blocks=blocks, span=spans[0], primitive=name, level=level, reason=reason, evidence=spans)


def _span(item: Evidence, module: Module) -> Span:
    block = module.blocks.get(item.block)
    if block is None:
        return Span(module.documents[0].path, 0, 0, 1, 1)
    if is_lowered(block) or item.end > len(block.text):
        return block.span
    return span_of(block, item.start, item.end)


def _names(section: Section) -> tuple[str, ...]:
    return (*((section.heading,) if section.heading else ()), *(leaf.id for leaf in section.leaves))


def _blocks(sections: Sequence[Section], module: Module) -> tuple[str, ...]:
    found = dict.fromkeys(name for section in sections for name in _names(section))
    return tuple(name for name in found if name in module.blocks)


def _span_of_way(way: Way, module: Module) -> Span:
    if way.sections:
        return _span_of_sections(way.sections)
    spans = [module.blocks[name].span for name in way.blocks if name in module.blocks]
    if not spans:
        return Span(module.documents[0].path, 0, 0, 1, 1)
    first, last = spans[0], spans[-1]
    return Span(first.file, first.start, max(first.end, last.end), first.line, max(first.end_line, last.end_line))


def _span_of_sections(sections: Sequence[Section]) -> Span:
    """From the first of the sections to the last of those in the same document."""
    path = sections[0].path
    inside = [section for section in sections if section.path == path]
    leaves = [section.leaves for section in inside if section.leaves]
    start, end = (leaves[0][0].span.start, leaves[-1][-1].span.end) if leaves else (0, 0)
    return Span(path, start, end, inside[0].line, max(section.end_line for section in inside))
