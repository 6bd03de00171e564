"""Plans that are gone through: steps in order, parts of a goal in the right numbers, branches for what may fail."""

import json
from itertools import permutations
from random import Random
from typing import Any, Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, block, items, json_of, last_line
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, listed, one_of
from skillrt.primitives.reason_planning.recovery import State, World, best, plan, plan_wrong, rules, world

_ID: Final = "reason.planning"


class Order(msgspec.Struct, frozen=True):
    """Pairs of letters of which the first comes before the second."""

    letters: str
    before: tuple[tuple[str, str], ...]


class Making(msgspec.Struct, frozen=True):
    """Recipes by what they make: how much of it, out of what; the stock; the goal; batches that suffice."""

    recipes: dict[str, tuple[int, dict[str, int]]]
    stock: dict[str, int]
    goal: str
    amount: int
    batches: dict[str, int]


_SAYINGS: Final = (
    "{b} only once {a} is done", "{a} comes before {b}", "{b} must wait for {a}", "without {a} there is no {b}",
)  # fmt: skip


def _order(random: Random) -> Instance:
    letters = "ABCDE"
    place, wares = random.choice(PLACES), random.sample(WARES, 5)
    verbs = random.sample(("wash", "paint", "measure", "pack", "weigh", "label", "repair", "polish"), 5)
    steps = {letter: f"{verb} the {ware}" for letter, verb, ware in zip(letters, verbs, wares, strict=True)}
    while True:
        hidden = random.sample(letters, 5)
        pairs = {(hidden[at], hidden[at + 1]) for at in random.sample(range(4), 3)}
        pairs |= {(hidden[0], hidden[random.randint(2, 4)]), (hidden[random.randint(0, 2)], hidden[4])}
        before = tuple(sorted(pairs))
        right = ["".join(one) for one in permutations(letters) if _keeps("".join(one), before)]
        if len(right) <= 4 and letters not in right:
            break
    told = [random.choice(_SAYINGS).format(a=a, b=b) for a, b in before]
    random.shuffle(told)
    jobs = "\n".join(f"- {letter}: {steps[letter]}" for letter in letters)
    task = (
        f"Five jobs are to be done at {place}, one after the other, each once:\n\n{jobs}\n\nWhat must be kept: "
        f"{'; '.join(told)}. Between two of these, other jobs may be done. Give an order that keeps all of it.\n\n"
        f"{BY_LINE} The result is the five letters in order, with commas between them."
    )
    one = right[0]
    wrong = (
        ("in the order in which they are listed", letters),
        ("backwards", one[::-1]),
        ("one is forgotten", one[:-1]),
        ("one is done twice", one + one[0]),
    )
    misses = tuple(NearMiss(what, Solution(answer=f"{MARK} {', '.join(text)}")) for what, text in wrong)
    return Instance(task, Order(letters, before), Solution(answer=f"{MARK} {', '.join(one)}"), misses)


def _keeps(order: str, before: tuple[tuple[str, str], ...]) -> bool:
    return all(order.index(a) < order.index(b) for a, b in before)


def _order_wrong(truth: Order, answer: str) -> str:
    said = last_line(answer)
    if said is None:
        return f"no line starts with {MARK}"
    found = "".join(word.upper()[:1] for word in items(said.replace("->", ",").replace("→", ",")))
    if sorted(found) != sorted(truth.letters):
        return f"each of {', '.join(truth.letters)} must be there once, not {said[:100]!r}"
    broken = [(a, b) for a, b in truth.before if found.index(a) > found.index(b)]
    return f"{broken[0][0]} must come before {broken[0][1]}" if broken else ""


def _making(random: Random) -> Instance:
    goal, big, other, small, base = random.sample(WARES, 5)
    raw, second = random.sample(COLOURS, 2)
    recipes: dict[str, tuple[int, dict[str, int]]] = {
        goal: (1, {big: random.randint(2, 3), other: random.randint(1, 3)}),
        big: (random.randint(2, 3), {small: random.randint(2, 4), raw: random.randint(1, 3)}),
        other: (random.randint(2, 4), {small: random.randint(1, 3), base: random.randint(1, 2)}),
        small: (random.randint(3, 5), {raw: random.randint(2, 5)}),
        base: (2, {second: random.randint(2, 4), raw: 1}),
    }
    amount, held = random.randint(3, 5), {small: random.randint(1, 3), other: random.randint(0, 2)}
    needs: dict[str, int] = {goal: amount}
    batches: dict[str, int] = {}
    for ware, (gives, parts) in recipes.items():
        batches[ware] = max(-(-(needs.get(ware, 0) - held.get(ware, 0)) // gives), 0)
        for part, count in parts.items():
            needs[part] = needs.get(part, 0) + count * batches[ware]
    stock = {**held, raw: needs[raw], second: needs[second]}
    lines = "\n".join(
        f"- {ware}: one batch gives {gives} and takes {listed([f'{n} {part}' for part, n in parts.items()])}"
        for ware, (gives, parts) in random.sample(list(recipes.items()), 5)
    )
    task = (
        f"A workshop makes things in batches:\n\n{lines}\n\nIn stock are "
        f"{listed([f'{n} {part}' for part, n in stock.items()])}; nothing else. Of {raw} and {second} there will "
        "be no more. What a batch takes must be there when it is made; what it gives can be used after that. Plan "
        f"how to make {amount} {goal} (or more, if you can). Answer with a JSON list in one "
        'fenced code block: its entries are lists such as ["x", 2], which means two batches of x one after the '
        "other, in "
        "the order in which they are made."
    )
    order = [(ware, batches[ware]) for ware in reversed(recipes) if batches[ware]]
    truth = Making(recipes, stock, goal, amount, batches)

    def answer(value: object) -> Solution:
        return Solution(answer=fenced("json", json.dumps(value)))

    short = [(ware, count - (ware == small)) for ware, count in order]
    misses = (
        NearMiss("the goal comes first", answer([order[-1], *order[:-1]])),
        NearMiss("a batch of the smallest part is missing", answer(short)),
        NearMiss(
            "a batch too many uses up what others need", answer([(ware, n + (ware == small)) for ware, n in order])
        ),
        NearMiss("one short of the goal", answer([*order[:-1], (goal, amount - 1)])),
    )
    return Instance(task, truth, answer(order), misses)


def _making_wrong(truth: Making, answer: str) -> str:
    value, complaint = json_of(block(answer, "json").strip())
    if complaint or not isinstance(value, list):
        return complaint or "the plan must be a list"
    stock = dict(truth.stock)
    for entry in cast(list[Any], value)[:200]:
        pair = cast(list[Any], entry) if isinstance(entry, list) else []
        ware, count = (pair[0], pair[1]) if len(pair) == 2 else ("", 0)
        if not isinstance(ware, str) or ware not in truth.recipes or type(count) is not int or not 0 <= count <= 1000:
            return f"an entry is no recipe with a number of batches: {str(pair)[:80]}"
        gives, parts = truth.recipes[ware]
        for part, each in parts.items():
            stock[part] = stock.get(part, 0) - each * count
            if stock[part] < 0:
                return f"for {count} batches of {ware} there is not enough {part}"
        stock[ware] = stock.get(ware, 0) + gives * count
    made = stock.get(truth.goal, 0)
    return "" if made >= truth.amount else f"{made} {truth.goal} are made, not {truth.amount}"


def _recovery(random: Random) -> Instance:
    made = world(random)
    example = {"first": "a", "steps": {"a": {"do": made.names["main"], "ok": "b", "fail": "end"}}}
    task = (
        f"{rules(made)}\n\nAnswer with the plan as JSON in one fenced code block. `first` is the name of the first "
        "step, `steps` an object with the steps by their names, at most 60. A step has `do`, the action, `ok`, "
        "the name of the step that follows where the action works, and, if the action may fail, `fail`, the name "
        "of the step that follows where it "
        f'fails; "end" in place of a name ends the plan. The form: {json.dumps(example)}'
    )

    def careless(made: World, state: State) -> str:
        return best(made, msgspec.structs.replace(state, dirty=False))

    def faint(made: World, state: State) -> str:
        tried = state.mains and not state.full and not state.dirty
        return ("shut" if state.open else "end" if state.told else "tell") if tried else best(made, state)

    def silent(made: World, state: State) -> str:
        found = best(made, state)
        return "end" if found == "tell" else found

    def left_open(made: World, state: State) -> str:
        return "end" if state.full and not state.dirty else best(made, state)

    def answer(choose: Any) -> Solution:  # noqa: ANN401  (one of the functions above)
        return Solution(answer=fenced("json", json.dumps(plan(made, choose), indent=1)))

    misses = (
        NearMiss("nothing is cleaned after a failure", answer(careless)),
        NearMiss("it gives up after the first way failed", answer(faint)),
        NearMiss("nobody is told", answer(silent)),
        NearMiss("the lid stays open", answer(left_open)),
    )
    return Instance(task, made, answer(best), misses)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = instance.truth
    if isinstance(truth, Order):
        why = _order_wrong(truth, attempt.answer)
    elif isinstance(truth, Making):
        why = _making_wrong(truth, attempt.answer)
    else:
        value, why = json_of(block(attempt.answer, "json").strip())
        why = why or plan_wrong(cast(World, truth), value)
    return failed(why) if why else PASSED


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_order,), "L2": (_making,), "L3": (_recovery,)}), _judge
)
