"""Steps of a workflow that can go on at once: several examinations, edits of different files."""

from collections.abc import Iterator, Sequence

import msgspec

from skillrt.errors import Span
from skillrt.ir import ParallelRegion
from skillrt.passes.concurrency.edges import Graph
from skillrt.passes.concurrency.freedom import edits_of_several_files, looks_only, runs_of_one_kind
from skillrt.passes.concurrency.region import Kind
from skillrt.passes.concurrency.words import words
from skillrt.passes.concurrency.work import Work
from skillrt.reading.phrases import words_of


def regions_of_steps(works: Sequence[Work], graph: Graph) -> Iterator[ParallelRegion]:
    """The regions over whole steps; each stands where its first step begins."""
    linked = {(link.first, link.then) for link in graph.links}
    for run in runs_of_one_kind(works, linked):
        if all(_examines(works[at]) for at in run):
            reason = "each of these steps examines something of its own, and none uses what another one found"
            yield _region(works, run, "thread", reason, "what each found")
    for run in edits_of_several_files(works, linked):
        yield _region(works, run, "instruction", "each of these steps edits a file of its own", "")
    for run in looks_only(works, linked):
        yield _of_commands(works, run)


def _of_commands(works: Sequence[Work], run: range) -> ParallelRegion:
    """The region from the first command to the last."""
    region = _region(works, run, "instruction", "the commands of these steps only look, each for itself", "")
    first, last = works[run[0]].ran[0][1], works[run[-1]].ran[-1][1]
    span = Span(first.file, first.start, last.end, first.line, last.end_line)
    return msgspec.structs.replace(region, span=span)


def _examines(work: Work) -> bool:
    """Whether a step looks for something, by its title: tests and reviews change nothing that another one reads."""
    said = words_of(work.draft.title)
    return said[-1] in words("step", "apart_of") or said[0] in words("step", "examines")


def _region(works: Sequence[Work], places: Sequence[int], kind: Kind, reason: str, merge: str) -> ParallelRegion:
    head = works[places[0]].draft.leaves[0]
    return ParallelRegion(
        blocks=(head.id,),
        span=head.span,
        kind=kind,
        steps=tuple(works[at].id for at in places),
        reason=reason,
        width=len(places),
        merge=merge,
    )
