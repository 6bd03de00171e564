"""The graph of a workflow's steps by number, in the order of the text."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skillrt.errors import Diagnostic, InputError
from skillrt.ir.workflow import EdgeRecord, RegionRecord, StepRecord


@dataclass(frozen=True, slots=True)
class Graph:
    """For each step the numbers of those that it waits for (`before`) and that wait for it (`after`), ascending.

    `order` is one order in which all of them can be done.
    """

    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.before)


def ancestors(graph: Graph, number: int) -> set[int]:
    """All that a step waits for, directly or not."""
    found: set[int] = set()
    waiting = list(graph.before[number])
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting.extend(graph.before[item])
    return found


def graph_of(steps: Sequence[StepRecord], edges: Iterable[EdgeRecord], regions: Iterable[RegionRecord]) -> Graph:
    """The graph among `steps`; edges to other steps are left out.

    The order that the text happens to have does not hold among steps of which a region says that they can go on at
    once. Raises InputError for steps that wait for each other and for names that are given twice.
    """
    places = {step.id: number for number, step in enumerate(steps)}
    if len(places) < len(steps):
        raise InputError(Diagnostic.of("workflow.bad-record", "two steps have the same id"))
    before: list[set[int]] = [set() for _ in steps]
    loose: set[tuple[int, int]] = set()
    firm: set[tuple[int, int]] = set()
    for edge in edges:
        if edge.first in places and edge.then in places:
            pair = places[edge.first], places[edge.then]
            before[pair[1]].add(pair[0])
            (loose if edge.kind == "order" else firm).add(pair)
    graph = graph_from(before, [step.id for step in steps])
    for region in regions:
        members = frozenset(places[name] for name in region.steps if name in places)
        if region.kind != "data" and len(members) > 1:
            graph = graph_from(_loosened(graph, members, loose - firm), [step.id for step in steps])
    return graph


def graph_from(before: Sequence[Iterable[int]], names: Sequence[str]) -> Graph:
    """The graph in which step `n` waits for `before[n]`. Raises InputError for a cycle, told by `names`."""
    after: list[list[int]] = [[] for _ in before]
    for number, earlier in enumerate(before):
        for item in sorted(set(earlier)):
            after[item].append(number)
    waits = [len(set(earlier)) for earlier in before]
    free = [number for number, count in enumerate(waits) if not count]
    order: list[int] = []
    while free:
        number = heapq.heappop(free)
        order.append(number)
        for item in after[number]:
            waits[item] -= 1
            if not waits[item]:
                heapq.heappush(free, item)
    if len(order) < len(before):
        held = [names[number] for number, count in enumerate(waits) if count]
        message = f"steps wait for each other: {', '.join(f'`{name}`' for name in held[:6])}"
        raise InputError(Diagnostic.of("workflow.bad-record", message))
    return Graph(tuple(tuple(sorted(set(item))) for item in before), tuple(map(tuple, after)), tuple(order))


def _loosened(graph: Graph, members: frozenset[int], loose: set[tuple[int, int]]) -> list[set[int]]:
    """What each step waits for once members no longer wait for each other only because of the text's order.

    A member waits for what its forerunners waited for, and who waited for it still waits for all of them.
    """
    before: list[set[int]] = [set(item) for item in graph.before]
    passed: dict[int, set[int]] = {}  # member -> the members that it was after, and is no longer
    for number in graph.order:
        if number in members:
            gone = {item for item in graph.before[number] if item in members and (item, number) in loose}
            passed[number] = gone.union(*(passed[item] for item in gone))
            before[number] = (before[number] - gone).union(*(before[item] for item in gone))
        before[number] = before[number].union(
            *(passed[item] for item in graph.before[number] if item in members and item in before[number])
        )
    return before


def remaining(graph: Graph, seconds: Sequence[float]) -> list[float]:
    """For each step the time from its beginning to the end of everything that comes after it, on the longest way."""
    left = list(seconds)
    for number in reversed(graph.order):
        left[number] += max((left[item] for item in graph.after[number]), default=0.0)
    return left


def critical_path(graph: Graph, seconds: Sequence[float]) -> list[int]:
    """The steps on the longest way through the graph; no schedule is faster than their sum. The first of equals."""
    if not len(graph):
        return []
    left = remaining(graph, seconds)
    starts = [number for number in range(len(graph)) if not graph.before[number]]
    path = [max(starts, key=lambda number: (left[number], -number))]
    while later := graph.after[path[-1]]:
        path.append(max(later, key=lambda number: (left[number], -number)))
    return path
