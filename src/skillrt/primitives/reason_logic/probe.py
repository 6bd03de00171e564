"""Rules that are applied to cases: if this then that, several conditions with an order, the best choice."""

from collections.abc import Callable, Sequence
from itertools import permutations
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import BY_HEAD, BY_LINE, MARK, by_program, items, last_line
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, listed, one_of

_ID: Final = "reason.logic"


def _instance(task: str, truth: Sequence[str], wrong: Sequence[tuple[str, Sequence[str]]]) -> Instance:
    """Wrong lists that happen to be right are left out, and so are those that another one equals."""
    told = {", ".join(one): what for what, one in reversed(wrong) if list(one) != list(truth)}
    misses = tuple(NearMiss(what, Solution(answer=f"{MARK} {one}")) for one, what in told.items())
    return Instance(
        f"{task}\n\n{BY_HEAD} {BY_LINE}", tuple(truth), Solution(answer=f"{MARK} {', '.join(truth)}"), misses
    )


def _sorting(random: Random) -> Instance:
    bins, colours = random.sample(PLACES, 4), random.sample(COLOURS, 6)
    rule = {colour: bins[at % 3] for at, colour in enumerate(colours[:5])}
    order = list(rule)
    random.shuffle(order)
    parcels = random.sample(colours, 6)
    truth = [rule.get(colour, bins[3]) for colour in parcels]
    lines = "\n".join(f"- If the label is {colour}, the parcel goes to {rule[colour]}." for colour in order)
    task = (
        f"Parcels are sorted by these rules:\n\n{lines}\n- If the label has any other colour, the parcel goes to "
        f"{bins[3]}.\n\nSix parcels come in, with these labels in this order: {', '.join(parcels)}. Where does "
        "each go? Give the six places in the order of the parcels, with commas between them."
    )
    turned = list(truth)
    first = next(at for at in range(1, 6) if truth[at] != truth[0])
    turned[0], turned[first] = turned[first], turned[0]
    return _instance(
        task,
        truth,
        [
            ("two are mixed up", turned),
            ("one is forgotten", truth[:-1]),
            ("the rule for other colours is not used", [rule.get(colour, bins[0]) for colour in parcels]),
        ],
    )


def _thresholds(random: Random) -> Instance:
    names, limit = random.sample(COLOURS, 2), random.randint(12, 60)
    ware = random.choice(WARES)
    values = [limit, limit + 1, limit - 1, *(limit + random.choice((-9, -4, 3, 8)) for _ in range(3))]
    random.shuffle(values)
    over = random.random() < 0.5
    word = "more than" if over else "at least"

    def name(value: int, over: bool) -> str:
        return names[0] if (value > limit if over else value >= limit) else names[1]

    truth = [name(value, over) for value in values]
    task = (
        f"If a crate holds {word} {limit} pieces of the {ware}, it gets a label that is {names[0]}; otherwise it "
        f"gets one that is {names[1]}. Six crates hold {listed([str(value) for value in values])} pieces, in this "
        "order. Which label does each get? Give the six colours in the order of the crates, with commas between "
        "them."
    )
    return _instance(
        task,
        truth,
        [
            ("the limit itself is on the wrong side", [name(value, not over) for value in values]),
            ("the labels are swapped", [names[1 - names.index(one)] for one in truth]),
            ("one is forgotten", truth[1:]),
        ],
    )


_Case = dict[str, object]


def _routing(random: Random) -> Instance:
    desks = random.sample(PLACES, 5)
    kinds, limit, days = random.sample(WARES, 3), random.randint(3, 9) * 100, random.randint(5, 20)
    tests: list[tuple[str, Callable[[_Case], bool]]] = [
        (
            f"it is about the {kinds[0]} and costs more than {limit}",
            lambda c: c["kind"] == kinds[0] and _of(c, "cost") > limit,
        ),
        (
            f"it is urgent, unless it has waited less than {days} days",
            lambda c: bool(c["urgent"]) and not _of(c, "days") < days,
        ),
        (
            f"it is about the {kinds[1]} or the {kinds[2]}, and it is not urgent",
            lambda c: c["kind"] in kinds[1:] and not c["urgent"],
        ),
        (
            f"it costs at most {limit} and has waited at least {days} days, or comes from abroad",
            lambda c: (_of(c, "cost") <= limit and _of(c, "days") >= days) or bool(c["abroad"]),
        ),
    ]
    order = random.sample(range(4), 4)

    def desk(case: _Case, order: Sequence[int]) -> str:
        return next((desks[at] for at in order if tests[at][1](case)), desks[4])

    cases: list[_Case] = []
    while len(cases) < 6:
        case: _Case = {
            "kind": random.choice(kinds),
            "cost": limit + random.choice((-100, 0, 1, 150)),
            "days": days + random.choice((-2, -1, 0, 4)),
            "urgent": random.random() < 0.5,
            "abroad": random.random() < 0.3,
        }
        if len(cases) != 5 or desk(case, order) != desk(case, order[::-1]):
            cases.append(case)
    rules = "\n".join(f"{at}. To {desks[rule]} if {tests[rule][0]}." for at, rule in enumerate(order, 1))
    told = "\n".join(
        f"- request {at}: about the {case['kind']}, costs {case['cost']}, has waited {case['days']} days, "
        f"{'urgent' if case['urgent'] else 'not urgent'}, from {'abroad' if case['abroad'] else 'this country'}"
        for at, case in enumerate(cases, 1)
    )
    truth = [desk(case, order) for case in cases]
    task = (
        f"Requests go to a desk by the first of these rules that fits:\n\n{rules}\n5. Otherwise to "
        f"{desks[4]}.\n\n{told}\n\nWhich desk gets each request? Give the six desks in the order of the requests, "
        "with commas between them."
    )
    swapped = truth[1:] + truth[:1]
    return _instance(
        task,
        truth,
        [
            ("the last rule that fits is taken", [desk(case, order[::-1]) for case in cases]),
            ("one place further", swapped),
            ("all to one desk", [desks[4]] * 6),
            ("one is forgotten", truth[:-1]),
        ],
    )


def _of(case: _Case, name: str) -> int:
    return cast(int, case[name])


def _held(choice: int) -> list[int]:
    return [at for at in range(6) if choice >> at & 1]


def _packing(random: Random) -> Instance:
    """The most valuable choice within a weight: the first thing needs the second, the third excludes the fourth."""
    while True:
        names = random.sample(WARES, 6)
        values, weights = random.sample(range(11, 60), 6), [random.randint(3, 14) for _ in range(6)]
        room = sum(weights) * 11 // 20
        light = [choice for choice in range(64) if sum(weights[at] for at in _held(choice)) <= room]
        sums = {choice: sum(values[at] for at in _held(choice)) for choice in light}
        ranked = sorted(
            (choice for choice in light if not (choice & 1 and not choice & 2) and not (choice & 4 and choice & 8)),
            key=lambda choice, sums=sums: -sums[choice],
        )
        loose = max(light, key=lambda choice, sums=sums: sums[choice])
        if sums[ranked[0]] > sums[ranked[1]] + 1 and loose != ranked[0]:
            break
    lines = "\n".join(f"- {name}: value {v}, weight {w}" for name, v, w in zip(names, values, weights, strict=True))
    task = (
        f"A crate may hold at most {room} kg. Each of these things can go in once or stay out:\n\n{lines} "
        f"(kg)\n\nThe {names[0]} may go in only together with the {names[1]}. The {names[2]} and the "
        f"{names[3]} may not both go in. Which choice has the highest total value? There is exactly one. Give "
        "the names of the things that go in, in alphabetical order, with commas between them."
    )

    def told(choice: int) -> list[str]:
        return sorted(names[at] for at in _held(choice))

    return _instance(
        task,
        told(ranked[0]),
        [
            ("the second best", told(ranked[1])),
            ("the conditions on pairs are not minded", told(loose)),
            ("one thing too few", told(ranked[0])[1:]),
        ],
    )


def _shifts(random: Random) -> Instance:
    """Who does which job: the cheapest assignment without the pairs that are forbidden."""
    while True:
        teams, jobs = random.sample(PLACES, 4), random.sample(WARES, 4)
        hours = [[random.randint(2, 19) for _ in jobs] for _ in teams]
        banned = {(0, random.randint(0, 3)), (2, random.randint(0, 3))}
        first, second = 1, 3
        late = random.randint(0, 2)
        ranked: list[tuple[int, tuple[int, ...]]] = []
        free: list[tuple[int, tuple[int, ...]]] = []
        for order in permutations(range(4)):
            cost = sum(hours[team][job] for team, job in enumerate(order))
            free.append((cost, order))
            if not any((team, job) in banned for team, job in enumerate(order)) and (
                order[first] != late or order[second] == 3
            ):
                ranked.append((cost, order))
        ranked.sort()
        if len(ranked) > 1 and ranked[0][0] < ranked[1][0] and min(free)[1] != ranked[0][1]:
            break
    table = "\n".join(
        f"- {team}: " + ", ".join(f"{job} {n}" for job, n in zip(jobs, row, strict=True))
        for team, row in zip(teams, hours, strict=True)
    )
    bans = " ".join(f"{teams[team]} may not repair the {jobs[job]}." for team, job in sorted(banned))
    task = (
        f"Four teams repair four things, each team exactly one. The hours they would need:\n\n{table}\n\n{bans} If "
        f"{teams[first]} repairs the {jobs[late]}, then {teams[second]} must repair the {jobs[3]}. Which "
        "assignment takes the fewest hours in all? There is exactly one. Give the four things in the order of the "
        f"teams {listed(teams)}, with commas between them."
    )

    def told(order: Sequence[int]) -> list[str]:
        return [jobs[job] for job in order]

    best = ranked[0][1]
    return _instance(
        task,
        told(best),
        [
            ("the second best", told(ranked[1][1])),
            ("the conditions are not minded", told(min(free)[1])),
            ("each team takes what it does fastest", told([row.index(min(row)) for row in hours])),
        ],
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast(tuple[str, ...], instance.truth)
    found = [word.lower() for word in items(said)]
    wanted = [word.lower() for word in truth]
    if found != wanted:
        return failed(f"the answer is {', '.join(truth)}, not {said[:200]!r}")
    ran = by_program(attempt)
    return failed(ran) if ran else PASSED


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_sorting, _thresholds), "L2": (_routing,), "L3": (_packing, _shifts)}),
    _judge,
)
