"""Places, areas and bodies: walks and boxes; polygons and turns; cubes, blocks in space, ways on a sphere."""

from collections.abc import Sequence
from itertools import pairwise
from math import atan2
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import BY_HEAD, BY_LINE, MARK, by_program, items, last_line, same_number
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of

_ID: Final = "reason.spatial"
_COMPASS: Final = ("north", "east", "south", "west")
_STEPS: Final = ((0, 1), (1, 0), (0, -1), (-1, 0))


def _instance(task: str, truth: Sequence[object], wrong: Sequence[tuple[str, Sequence[object]]]) -> Instance:
    """Wrong answers that happen to be right are left out, and so are those that another one equals."""
    right = ", ".join(map(str, truth))
    told = {", ".join(map(str, one)): what for what, one in reversed(wrong)}
    misses = tuple(NearMiss(what, Solution(answer=f"{MARK} {one}")) for one, what in told.items() if one != right)
    return Instance(f"{task}\n\n{BY_HEAD} {BY_LINE}", right, Solution(answer=f"{MARK} {right}"), misses)


def _walk(random: Random) -> Instance:
    x, y, facing = random.randint(-9, 9), random.randint(-9, 9), random.randint(0, 3)
    start = (x, y, facing)
    moves: list[tuple[str, int]] = []
    for at in range(7):
        moves.append((random.choice(("left", "right")), 0) if at % 2 else ("forward", random.randint(1, 9)))
    moves.insert(random.randint(2, 6), ("back", random.randint(1, 5)))

    def end(turns: int, backwards: int) -> list[object]:
        one, other, looks = start
        for move, count in moves:
            if count:
                sign = 1 if move == "forward" else backwards
                one, other = one + sign * count * _STEPS[looks][0], other + sign * count * _STEPS[looks][1]
            else:
                looks = (looks + (turns if move == "right" else -turns)) % 4
        return [one, other, _COMPASS[looks]]

    words = {
        "forward": "go {} forward",
        "back": "go {} backward without turning",
        "left": "turn left",
        "right": "turn right",
    }
    told = ", then ".join(words[move].format(count) for move, count in moves)
    task = (
        f"On a grid x grows to the east and y to the north. A robot stands at ({x}, {y}) and faces "
        f"{_COMPASS[facing]}. It does this: {told}. Turns are by 90 degrees. Where does it stand, and which way "
        "does it face? Give x, y and one of north, east, south, west, with commas between them."
    )
    right = end(1, -1)
    return _instance(
        task,
        right,
        [
            ("left and right are mixed up", end(-1, -1)),
            ("backward is taken as forward", end(1, 1)),
            ("x and y are swapped", [right[1], right[0], right[2]]),
            ("one step too far", [cast(int, right[0]) + 1, *right[1:]]),
        ],
    )


def _boxes(random: Random) -> Instance:
    left, top, wide, high = (
        random.randint(20, 60),
        random.randint(20, 60),
        random.randint(30, 60),
        random.randint(20, 50),
    )
    names = random.sample(COLOURS, 6)
    places = [
        (left + wide, top + 5, 20, 10, False),
        (left + wide - random.randint(2, 9), top + high - random.randint(2, 9), 30, 30, True),
        (left + 3, top - 15, wide - 6, 15, False),
        (left + 4, top + 4, wide - 20, high - 12, True),
        (left - 30, top - 20, 30 + random.randint(1, 3), 20 + random.randint(1, 3), True),
        (left - 12, top + high + random.randint(1, 4), wide + 24, 9, False),
    ]
    picked = sorted(random.sample(range(6), 5))
    if not any(not places[at][4] for at in picked[:3]):
        picked = [0, *picked[1:]]
    picked = sorted(set(picked))
    shown = [(names[at], places[at]) for at in picked]
    random.shuffle(shown)
    lines = "\n".join(f"- {name}: left {a}, top {b}, width {c}, height {d}" for name, (a, b, c, d, _) in shown)
    task = (
        f"Boxes lie on a screen; x grows to the right and y downwards. The main box: left {left}, top {top}, width "
        f"{wide}, height {high}. The others:\n\n{lines}\n\nWhich of them overlap the main box? Boxes that only "
        "touch at an edge or a corner do not overlap; a box inside of another does. Give their names in "
        "alphabetical order, with commas between them."
    )
    truth = sorted(name for name, place in shown if place[4])
    touching = sorted({*truth, *(names[at] for at in picked if at in {0, 2})})
    inside = [name for name in truth if name != names[3]]
    return _instance(
        task,
        truth,
        [
            ("touching is taken as overlapping", touching),
            ("a box inside is forgotten", inside or [names[0]]),
            ("one is forgotten", truth[1:] or [names[5]]),
            ("all of them", sorted(name for name, _ in shown)),
        ],
    )


def _area(random: Random) -> Instance:
    cx, cy = random.randint(-6, 6), random.randint(-6, 6)
    around = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    corners = {(cx + a * random.randint(2, 9), cy + b * random.randint(2, 9)) for a, b in around}
    corners.add((cx + random.randint(10, 13), cy))
    ring = sorted(corners, key=lambda point: atan2(point[1] - cy, point[0] - cx))
    turn = random.randint(0, 4)
    ring = [*ring[turn:], *ring[:turn]]
    twice = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)))
    wide = max(x for x, _ in ring) - min(x for x, _ in ring)
    high = max(y for _, y in ring) - min(y for _, y in ring)
    listed = ", ".join(f"({x}, {y})" for x, y in ring)
    task = (
        f"A polygon has these corners, in this order: {listed}; its edges go from each to the next and from the "
        "last back to the first, and do not cross. What is its area? Give a number (exact, with .5 where it is a "
        "half)."
    )
    half = f"{twice // 2}{'.5' * (twice % 2)}"
    open_ = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))
    return _instance(
        task,
        [half],
        [
            ("twice the area", [twice]),
            ("the box around it", [wide * high]),
            ("the last edge is forgotten", [f"{open_ // 2}{'.5' * (open_ % 2)}"]),
            ("one too much", [f"{twice // 2 + 1}{'.5' * (twice % 2)}"]),
        ],
    )


def _transform(random: Random) -> Instance:
    point, centre = (random.randint(-9, 9), random.randint(1, 9)), (random.randint(-5, 5), random.randint(-5, 5))
    clockwise, line, factor = random.random() < 0.5, random.randint(-4, 6), random.choice((2, 3))
    upright, shift = random.random() < 0.5, (random.randint(1, 7), random.randint(-7, -1))

    def end(clockwise: bool, upright: bool, about: tuple[int, int]) -> list[object]:
        dx, dy = point[0] - about[0], point[1] - about[1]
        x, y = (about[0] + dy, about[1] - dx) if clockwise else (about[0] - dy, about[1] + dx)
        x, y = x + shift[0], y + shift[1]
        x, y = (2 * line - x, y) if upright else (x, 2 * line - y)
        return [centre[0] + factor * (x - centre[0]), centre[1] + factor * (y - centre[1])]

    task = (
        f"x grows to the right and y upwards. The point {point} is turned by 90 degrees "
        f"{'' if clockwise else 'counter-'}clockwise about {centre}, then moved by {shift}, then mirrored in the "
        f"line {'x' if upright else 'y'} = {line}, then scaled from {centre} by the factor {factor} (its distance "
        f"from {centre} is multiplied, its direction from there stays). Where is it then? Give x and y with a "
        "comma between them."
    )
    right = end(clockwise, upright, centre)
    return _instance(
        task,
        right,
        [
            ("turned the other way", end(not clockwise, upright, centre)),
            ("mirrored in the other direction", end(clockwise, not upright, centre)),
            ("turned about the origin", end(clockwise, upright, (0, 0))),
            ("one off", [cast(int, right[0]) + factor, right[1]]),
        ],
    )


def _cube(random: Random) -> Instance:
    faces = random.sample(WARES, 6)
    rolls = [random.choice(_COMPASS) for _ in range(random.randint(6, 8))]

    def end(rolls: Sequence[str], turned: bool) -> list[object]:
        top, bottom, north, south, east, west = faces
        for roll in rolls:
            away = _COMPASS[(_COMPASS.index(roll) + 2 * turned) % 4]
            if away == "north":
                top, north, bottom, south = south, top, north, bottom
            elif away == "south":
                top, south, bottom, north = north, top, south, bottom
            elif away == "east":
                top, east, bottom, west = west, top, east, bottom
            else:
                top, west, bottom, east = east, top, west, bottom
        return [top, north, east]

    names = ("top", "bottom", "north side", "south side", "east side", "west side")
    told = ", ".join(f"the {face} on the {name}" for face, name in zip(faces, names, strict=True))
    task = (
        f"A cube lies on a table. It shows a picture on each face: {told}. It is rolled over an edge onto the next "
        "field, without slipping or turning otherwise, in these directions one after the other: "
        f"{', '.join(rolls)}. (Rolled to the north, its top becomes its north side.) Which pictures are then on "
        "the top, on the north side and on the east side? Give the three in this order, with commas between them."
    )
    right = end(rolls, turned=False)
    return _instance(
        task,
        right,
        [
            ("rolled the other way", end(rolls, turned=True)),
            ("the last roll is forgotten", end(rolls[:-1], turned=False)),
            ("the sides are swapped", [right[0], right[2], right[1]]),
        ],
    )


def _union(random: Random) -> Instance:
    low = [random.randint(0, 4) for _ in range(3)]
    size = [random.randint(5, 9) for _ in range(3)]
    other_low = [a + random.randint(2, 4) for a in low]
    other_size = [random.randint(5, 9) for _ in range(3)]
    hole = [random.randint(1, 2) for _ in range(3)]
    common = [min(a + s, b + t) - b for a, s, b, t in zip(low, size, other_low, other_size, strict=True)]
    hole_at = list(other_low)
    one, other, both, cut = (_volume(sides) for sides in (size, other_size, common, hole))
    top = tuple(a + s for a, s in zip(low, size, strict=True))
    other_top = tuple(a + s for a, s in zip(other_low, other_size, strict=True))
    hole_top = tuple(a + s for a, s in zip(hole_at, hole, strict=True))
    task = (
        f"In space, with edges along the axes (units are metres), one block reaches from the corner {tuple(low)} "
        f"to the corner {top}, another from {tuple(other_low)} to {other_top}. They are of one piece where they "
        f"overlap. Out of both together the box from {tuple(hole_at)} to {hole_top} is cut. How many cubic metres "
        "are left? Give the number alone."
    )
    return _instance(
        task,
        [one + other - both - cut],
        [
            ("what overlaps is counted twice", [one + other - cut]),
            ("nothing is cut out", [one + other - both]),
            ("the cut counts twice", [one + other - both - 2 * cut]),
            ("only what overlaps", [both]),
        ],
    )


def _volume(sides: Sequence[int]) -> int:
    return sides[0] * sides[1] * sides[2]


def _sphere(random: Random) -> Instance:
    degree, place = random.choice((10, 20, 40, 50)), random.choice(PLACES)
    north = random.randint(5, 80)
    far, west = random.randint(95, 170), random.randint(95, 170)
    over = random.randint(10, 80)
    # to the equator, along it across 180 degrees, over the north pole
    first, along, pole = north, 360 - far - west, 180 - over
    task = (
        f"A round planet called {place} has a circumference of {360 * degree} km. A probe flies close above its "
        f"surface, each time the shortest way: from {north} degrees north, {far} degrees east to the equator at "
        f"{far} degrees east; from there to the equator at {west} degrees west; from there straight to {over} "
        f"degrees north on the meridian opposite to {west} degrees west (its longitude differs by 180 degrees). "
        "How many km does it fly in all? Give the number alone."
    )
    total = (first + along + pole) * degree
    return _instance(
        task,
        [total],
        [
            ("the long way round the equator", [(first + far + west + pole) * degree]),
            ("not over the pole", [(first + along + over) * degree]),
            ("degrees in place of km", [first + along + pole]),
            ("one leg is forgotten", [total - first * degree]),
        ],
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast(str, instance.truth)
    wanted = [word.lower() for word in truth.split(", ")]
    found = [word.lower() for word in items(said)]
    # one number may be written with commas in it or with a unit
    alone = len(wanted) == 1 and same_number(said, truth) and any(mark.isdigit() for mark in truth)
    same = len(found) == len(wanted) and all(map(_same, found, wanted))
    if not (alone or same):
        return failed(f"the answer is {truth}, not {said[:200]!r}")
    ran = by_program(attempt)
    return failed(ran) if ran else PASSED


def _same(found: str, wanted: str) -> bool:
    if not wanted.lstrip("-").replace(".", "").isdigit():
        return found == wanted
    plain = found.removeprefix("x").removeprefix("y").strip(" =:()+")
    return plain.replace("−", "-").replace("-", "").replace(".", "").isdigit() and same_number(plain, wanted)


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_walk, _boxes), "L2": (_area, _transform), "L3": (_cube, _union, _sphere)}),
    _judge,
)
