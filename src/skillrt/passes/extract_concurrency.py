"""The pass `extract-concurrency`: workflows, their steps, what depends on what, what can go on at the same time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from skillrt.errors import Diagnostic, Place, Span
from skillrt.ir import Edge, Fact, Module, OtherWorkflow, ParallelRegion, Purpose, Step, Workflow
from skillrt.passes.base import Pass, PassContext
from skillrt.passes.concurrency.edges import Graph, graph_of
from skillrt.passes.concurrency.plan import Plan, Plans, plans_of
from skillrt.passes.concurrency.region import Region
from skillrt.passes.concurrency.regions import regions_of
from skillrt.passes.concurrency.step_regions import regions_of_steps
from skillrt.passes.concurrency.work import Work, span_over

_CYCLE: Final = "workflow.cycle"
_AT_ONCE: Final = "no round over"
_NEAR: Final = 6  # lines
_MINE: Final = (Workflow, OtherWorkflow, Step, Edge, ParallelRegion)


@dataclass(frozen=True)
class ExtractConcurrency(Pass):
    """Find the workflows with their steps, dependences and parallel regions; the text stays as it is."""

    name: ClassVar[str] = "extract-concurrency"

    def run(self, module: Module, ctx: PassContext) -> Module:  # noqa: ARG002  (no target changes what depends on what)
        """The module with workflows, steps, edges and regions as facts, in place of those it had."""
        kept = tuple(fact for fact in module.facts if not isinstance(fact, _MINE))
        told = tuple(item for item in module.diagnostics if item.code != _CYCLE)
        bare = msgspec.structs.replace(module, facts=kept, diagnostics=told)
        plans = plans_of(bare)
        graphs = tuple(graph_of(plan.works, plan.group.keyword) for plan in plans.plans)
        problems = [
            item for plan, graph in zip(plans.plans, graphs, strict=True) for item in _cycles(bare, plan, graph)
        ]
        return bare.with_facts(*_facts(bare, plans, graphs)).with_diagnostics(*problems)


def _facts(module: Module, plans: Plans, graphs: tuple[Graph, ...]) -> Iterator[Fact]:
    purposes = [fact for fact in module.facts if isinstance(fact, Purpose)]
    if plans.decision is not None:
        yield _step(plans.decision)
    for plan, graph in zip(plans.plans, graphs, strict=True):
        yield _workflow(plan, purposes)
        yield from (_step(work) for work in plan.works)
        if plans.decision is not None:
            yield from _decided(plans.decision, plan, graph)
        yield from _edges(plan, graph)
    for draft in plans.others:
        yield OtherWorkflow(blocks=(draft.leaves[0].id,), span=span_over(draft), title=draft.title)
    for plan, graph in zip(plans.plans, graphs, strict=True):
        yield from regions_of_steps(plan.works, graph)
    yield from _regions(plans)


def _cycles(module: Module, plan: Plan, graph: Graph) -> Iterator[Diagnostic]:
    """A step that is said to come after a later one: the author's order holds, and the author hears of it."""
    for link in graph.against:
        first, then = (plan.works[at].draft for at in (link.first, link.then))
        message = f"step {then.label} (`{then.title}`) is to come after step {first.label}, which stands behind it"
        text = "".join(block.text for block in module.blocks.values() if block.id == then.leaves[0].id)
        yield Diagnostic.of(_CYCLE, message, Place(link.span.file, link.span.line), excerpt=text.partition("\n")[0])


def _workflow(plan: Plan, purposes: list[Purpose]) -> Workflow:
    first, last = plan.works[0].span, plan.works[-1].span
    span = Span(first.file, first.start, last.end, first.line, last.end_line)
    near = [
        item for item in purposes if item.span.file == span.file and item.span.line <= span.line <= item.span.end_line
    ]
    blocks = (plan.works[0].draft.leaves[0].id,)
    title = plan.group.title or plan.works[0].draft.title
    return Workflow(blocks=blocks, span=span, id=plan.id, title=title, purpose=near[0].id if near else "")


def _step(work: Work) -> Step:
    return Step(
        blocks=tuple(dict.fromkeys(leaf.id for leaf in work.draft.leaves)),
        span=work.span,
        id=work.id,
        title=work.draft.title,
        workflow=work.workflow,
        kind=work.kind,
        reads=work.reads,
        writes=work.writes,
        commands=tuple(dict.fromkeys(done.text for done, _ in work.ran)),
        asks=work.asks,
        outside=work.outside,
        condition=work.condition,
    )


def _decided(decision: Work, plan: Plan, graph: Graph) -> Iterator[Edge]:
    """The decision comes before every step of a workflow that nothing in it comes before."""
    later = {link.then for link in graph.links}
    for at, work in enumerate(plan.works):
        if at not in later:
            yield Edge(
                blocks=(decision.draft.leaves[0].id,),
                span=decision.span,
                first=decision.id,
                then=work.id,
                kind="control",
                reason="it decides which way is taken",
            )


def _edges(plan: Plan, graph: Graph) -> Iterator[Edge]:
    for link in graph.links:
        first, then = plan.works[link.first], plan.works[link.then]
        yield Edge(
            blocks=(then.draft.leaves[0].id,),
            span=link.span,
            first=first.id,
            then=then.id,
            kind=link.kind,
            reason=link.reason,
        )


def _regions(plans: Plans) -> Iterator[ParallelRegion]:
    """The regions of every document; what code shows only where the skill prescribes what to do."""
    works = [work for plan in plans.plans for work in plan.works]
    used = {work.draft.leaves[0].span.file for work in works} | {page.path for page in plans.pages[:1]}
    steps = frozenset(leaf.id for work in works for leaf in work.draft.leaves)
    seen: set[str] = set()
    for page in plans.pages:
        latest: dict[str, int] = {}
        here: set[str] = set()
        for region in regions_of(page, prescribed=page.path in used, steps=steps):
            if region.span.line - latest.get(region.kind, -_NEAR) < _NEAR:
                continue  # the same passage says it again
            if region.reason in seen and page.path not in used:
                continue  # a reference shows once more what SKILL.md has
            here.add(region.reason)
            latest[region.kind] = region.span.end_line
            yield ParallelRegion(
                blocks=(region.block.id,),
                span=region.span,
                kind=region.kind,
                steps=tuple(work.id for work in works if _inside(region, work)),
                reason=region.reason,
                width=region.width,
                merge=region.merge,
            )
        # other code over items of the same name may be another operation; the same commands are the same
        seen |= {reason for reason in here if page.path in used or _AT_ONCE not in reason}


def _inside(region: Region, work: Work) -> bool:
    span = work.span
    return span.file == region.span.file and span.line <= region.span.line <= span.end_line
