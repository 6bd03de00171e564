"""A layered drawing of a graph without cycles: ranks from the top, few crossings, boxes that do not overlap.

Ranks are the longest paths, orders the barycentres of neighbours, places the least squares that keep the order. The
same graph gives the same places.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import msgspec

_SWEEPS: Final = 12
_LANE: Final = 20.0  # the width of what only passes a rank
_PORT: Final = 16.0  # between the ends of two lines at one box
_MANY: Final = 400  # lines between two ranks of which crossings are still counted

Point = tuple[float, float]


class Box(msgspec.Struct, frozen=True):
    """A box to be placed."""

    id: str
    width: float
    height: float


class Placed(msgspec.Struct, frozen=True):
    """The left upper corner of each box; the points of each line, two by two: straight within a rank and bent between
    ranks; the size of the whole."""

    corners: Mapping[str, Point]
    lines: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


def placed(boxes: Sequence[Box], links: Sequence[tuple[str, str]], *, across: float, down: float) -> Placed:
    """Place boxes `across` beside and `down` below each other. Links lead from a box to one that stands later in
    `boxes`; others are left out."""
    place = {box.id: at for at, box in enumerate(boxes)}
    links = [
        pair for pair in dict.fromkeys(links) if place.get(pair[0], -1) < place.get(pair[1], -1) and pair[0] in place
    ]
    graph = _Graph(boxes, links)
    order = _ordered(graph)
    centres = _centres(graph, order, across)
    return _drawn(graph, order, centres, down)


class _Graph:
    """The boxes with a lane in every rank that a link passes. Nodes are numbers: boxes first, lanes behind them."""

    def __init__(self, boxes: Sequence[Box], links: Sequence[tuple[str, str]]) -> None:
        self.boxes, self.links = boxes, links
        place = {box.id: at for at, box in enumerate(boxes)}
        self.ranks = [0] * len(boxes)
        for first, then in sorted(links, key=lambda pair: (place[pair[1]], place[pair[0]])):
            self.ranks[place[then]] = max(self.ranks[place[then]], self.ranks[place[first]] + 1)
        self.paths: list[list[int]] = []
        for first, then in links:
            one, other = place[first], place[then]
            lanes = list(range(len(self.ranks), len(self.ranks) + self.ranks[other] - self.ranks[one] - 1))
            self.ranks.extend(range(self.ranks[one] + 1, self.ranks[other]))
            self.paths.append([one, *lanes, other])
        self.above: list[list[int]] = [[] for _ in self.ranks]
        self.below: list[list[int]] = [[] for _ in self.ranks]
        for path in self.paths:
            for one, other in pairwise(path):
                self.below[one].append(other)
                self.above[other].append(one)

    def is_lane(self, node: int) -> bool:
        return node >= len(self.boxes)

    def width(self, node: int) -> float:
        return _LANE if self.is_lane(node) else self.boxes[node].width


def _ordered(graph: _Graph) -> list[list[int]]:
    """The nodes of each rank from left to right: the best of some sweeps down and up by the barycentres."""
    order: list[list[int]] = [[] for _ in range(max(graph.ranks, default=-1) + 1)]
    for node, rank in enumerate(graph.ranks):
        order[rank].append(node)
    best, least = [list(row) for row in order], _crossings(graph, order)
    for sweep in range(_SWEEPS):
        if not least:
            break
        ranks = range(1, len(order)) if sweep % 2 == 0 else range(len(order) - 2, -1, -1)
        near = graph.above if sweep % 2 == 0 else graph.below
        for rank in ranks:
            at = {node: index for row in order for index, node in enumerate(row)}
            order[rank].sort(key=lambda node: _mean([float(at[item]) for item in near[node]], float(at[node])))
        count = _crossings(graph, order)
        if count < least:
            best, least = [list(row) for row in order], count
    return best


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(graph: _Graph, order: Sequence[Sequence[int]]) -> int:
    """How many pairs of lines cross between neighbouring ranks; of very many lines only some are counted."""
    count = 0
    for row, following in pairwise(order):
        at = {node: index for index, node in enumerate(following)}
        ends = [at[other] for node in row for other in sorted(graph.below[node], key=lambda item: at[item])][:_MANY]
        count += sum(one > other for index, one in enumerate(ends) for other in ends[index + 1 :])
    return count


def _centres(graph: _Graph, order: Sequence[Sequence[int]], across: float) -> list[float]:
    """The middle of each node from left to right: near to its neighbours, in order, never overlapping."""
    centres = [0.0] * len(graph.ranks)
    for row in order:
        settled = _settled([0.0] * len(row), [graph.width(node) for node in row], across)
        for node, centre in zip(row, settled, strict=True):
            centres[node] = centre
    for sweep in range(_SWEEPS * 2):
        down = sweep % 2 == 0
        near = graph.above if down else graph.below
        for row in order if down else reversed(order):
            wanted = [_mean([centres[item] for item in near[node]], centres[node]) for node in row]
            settled = _settled(wanted, [graph.width(node) for node in row], across)
            for node, centre in zip(row, settled, strict=True):
                centres[node] = centre
    return centres


def _settled(wanted: Sequence[float], widths: Sequence[float], across: float) -> list[float]:
    """The places nearest to those that are wanted (least squares) with all widths kept apart: pooled neighbours."""
    offsets = [0.0]
    for one, other in pairwise(widths):
        offsets.append(offsets[-1] + (one + other) / 2 + across)
    pools: list[tuple[float, int]] = []  # the sum of what is wanted, and how many share it
    for value, offset in zip(wanted, offsets, strict=False):
        total, count = value - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, more = pools.pop()
            total, count = total + before, count + more
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    return [value + offset for value, offset in zip(flat, offsets, strict=False)]


def _drawn(graph: _Graph, order: Sequence[Sequence[int]], centres: Sequence[float], down: float) -> Placed:
    left = min([centres[node] - graph.width(node) / 2 for node in range(len(graph.ranks))], default=0.0)
    right = max([centres[node] + graph.width(node) / 2 for node in range(len(graph.ranks))], default=0.0)
    middles = [centre - left for centre in centres]
    tops: list[float] = []
    bottoms: list[float] = []
    for row in order:
        tops.append(bottoms[-1] + down if bottoms else 0.0)
        bottoms.append(
            tops[-1] + max([graph.boxes[node].height for node in row if not graph.is_lane(node)], default=0.0)
        )
    corners = {
        box.id: (round(middles[node] - box.width / 2, 1), round(tops[graph.ranks[node]], 1))
        for node, box in enumerate(graph.boxes)
    }
    starts, ends = _ports(graph, middles)
    lines: dict[tuple[str, str], tuple[Point, ...]] = {}
    for link, path in zip(graph.links, graph.paths, strict=True):
        first, then = path[0], path[-1]
        points = [(starts[link], tops[graph.ranks[first]] + graph.boxes[first].height)]
        if points[0][1] < bottoms[graph.ranks[first]]:
            points.append((starts[link], bottoms[graph.ranks[first]]))
        else:
            points.append(points[0])
        for lane in path[1:-1]:
            points += [(middles[lane], tops[graph.ranks[lane]]), (middles[lane], bottoms[graph.ranks[lane]])]
        points += [(ends[link], tops[graph.ranks[then]])] * 2
        lines[link] = tuple((round(x, 1), round(y, 1)) for x, y in points)
    return Placed(corners, lines, round(right - left, 1), round(bottoms[-1] if bottoms else 0.0, 1))


def _ports(
    graph: _Graph, middles: Sequence[float]
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Where each line leaves its first box and meets its second: side by side, in the order in which they go on."""
    starts: dict[tuple[str, str], float] = {}
    ends: dict[tuple[str, str], float] = {}
    for node, box in enumerate(graph.boxes):
        for found, at, on in ((starts, 0, 1), (ends, -1, -2)):
            mine = [at_link for at_link, path in enumerate(graph.paths) if path[at] == node]
            mine.sort(key=lambda item: (middles[graph.paths[item][on]], item))
            step = min(_PORT, box.width * 0.7 / max(1, len(mine)))
            for index, item in enumerate(mine):
                found[graph.links[item]] = middles[node] + (index - (len(mine) - 1) / 2) * step
    return starts, ends
