"""Results that must come out of code that was run: by a script, for a sum that tempts, for every small question."""

import re
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Call, Instance, Probe, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, names, one_by_one, ran, run, says, write
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line, same_number
from skillrt.primitives.probing_parts.drawing import PLACES, WARES, one_of

_ID: Final = "follow.delegation"
_RULE: Final = (
    "House rule: a number in an answer comes out of code that has been run for it, never out of anybody's head, "
    "however small the sum is."
)
_LOOKED_AT: Final = 50_000


def _script(random: Random) -> Instance:
    numbers = [random.randint(112, 989) for _ in range(random.randint(14, 20))]
    divisor, name = random.choice((7, 9, 11, 13)), f"squares-{random.randint(100, 999)}"
    total = sum(number * number for number in numbers if number % divisor)
    every = sum(number * number for number in numbers)
    task = (
        f"Here are numbers: {', '.join(map(str, numbers))}.\n\nWrite a script `{name}` into your workspace, in a "
        f"language of your choice and with its suffix, that adds up the squares of those that {divisor} does not "
        f"divide, and prints the sum. Run it. What does it print? {BY_LINE} The result is the number alone."
    )
    file = f"{name}.sh"
    sums = f'$1 % {divisor} {{ s += $1 * $1 }} END {{ printf "%d\\n", s }}'
    body = f"for n in {' '.join(map(str, numbers))}; do echo $n; done | awk '{sums}'\n"
    steps = [write(file, body), run(f"sh {file}")]
    right = says(total, *one_by_one(steps))
    return Instance(
        task,
        {"results": [str(total)], "script": name},
        right,
        misses(
            right,
            {
                "worked out in the head": says(total),
                "the script is not run": says(total, steps[:1]),
                "all squares are added": says(every, *one_by_one(steps)),
                "the result is printed, not worked out": says(
                    total, *one_by_one([write(file, f"echo {total}\n"), run(f"sh {file}")])
                ),
            },
        ),
    )


def _tempting(random: Random) -> Instance:
    ware, place = random.choice(WARES), random.choice(PLACES)
    crates, each, broken = random.randint(17, 48), random.randint(13, 39), random.randint(21, 98)
    price = random.randint(12, 29)
    value = (crates * each - broken) * price
    task = (
        f"{_RULE}\n\n{crates} crates with {each} pieces of the {ware} each came to {place}; {broken} pieces were "
        f"broken. The others are worth {price} each. What are they worth together? {BY_LINE} The result is the "
        "number alone."
    )
    step = run(_worked_out(f"({crates} * {each} - {broken}) * {price}"))
    slip = value - price * 10
    right = says(value, [step])
    return Instance(
        task,
        {"results": [str(value)]},
        right,
        misses(
            right,
            {
                "worked out in the head": says(value),
                "worked out in the head, with a slip": says(slip),
                "the result is printed, not worked out": says(value, [run(f"echo {value}")]),
                "the broken ones are counted": says(
                    crates * each * price, [run(_worked_out(f"{crates} * {each} * {price}"))]
                ),
            },
        ),
    )


def _throughout(random: Random) -> Instance:
    a, b, c = random.randint(11, 19), random.randint(12, 19), random.randint(210, 480)
    d, e = random.randint(21, 39) * 4, random.randint(23, 98) * 97 + random.randint(41, 96)
    wares = random.sample(WARES, 5)
    asked = [
        (f"{a} crates hold {b} pieces of the {wares[0]} each. How many pieces are that?", f"{a} * {b}", a * b),
        (f"Of {c} pieces of the {wares[1]} {d} are sold. How many are left?", f"{c} - {d}", c - d),
        (f"{d} pieces of the {wares[2]} are shared among 4 shops. How many does each get?", f"{d} / 4", d // 4),
        (f"One {wares[3]} costs {b}. What do {c} of them cost?", f"{b} * {c}", b * c),
        (f"What is the rest when {e} pieces of the {wares[4]} go into crates of 97?", f"{e} % 97", e % 97),
    ]
    random.shuffle(asked)
    questions = "\n".join(f"{at}. {text}" for at, (text, _, _) in enumerate(asked, 1))
    task = (
        f"{_RULE}\n\n{questions}\n\nAnswer all five. {BY_LINE} The result is the five numbers in the order of the "
        "questions, in plain digits, with commas between them."
    )
    results = [value for _, _, value in asked]
    commands = [run(_worked_out(sum_)) for _, sum_, _ in asked]
    told = ", ".join(map(str, results))
    easiest = results.index(d // 4)
    without = [step for at, step in enumerate(commands) if at != easiest]
    slip = ", ".join(str(value + (at == 2)) for at, value in enumerate(results))
    right = says(told, *one_by_one(commands))
    return Instance(
        task,
        {"results": [str(value) for value in results]},
        right,
        misses(
            right,
            {
                "the easiest is worked out in the head": says(told, *one_by_one(without)),
                "all are worked out in the head": says(told),
                "one result is told wrong": says(slip, *one_by_one(commands)),
                "results are printed, not worked out": says(told, [run(f"echo {told}")]),
            },
        ),
    )


def _worked_out(term: str) -> str:
    """A command that prints a whole number; some harnesses refuse a shell's own arithmetic."""
    return f"awk 'BEGIN {{ printf \"%d\\n\", {term} }}'"


def _number(value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.]){re.escape(value)}(?![\d]|\.[1-9])")


def _came_out(calls: list[Call], value: str) -> str:
    """What speaks against it that the value came out of code; empty for nothing."""
    number = _number(value)
    printed = [call for call in calls if number.search(call.result[:_LOOKED_AT].replace(",", ""))]
    if not printed:
        return f"no code that was run gave {value}"
    told = [" ".join(call.arguments.values())[:_LOOKED_AT] for call in printed]
    return f"{value} stands in the code already" if all(number.search(text) for text in told) else ""


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast("dict[str, object]", instance.truth)
    results = cast("list[str]", truth["results"])
    told = items(said) if len(results) > 1 else [said]
    if len(told) != len(results) or not all(map(same_number, told, results)):
        return failed(f"the result is {', '.join(results)}, not {said[:80]!r}")
    calls = ran(attempt)
    if "script" in truth:
        name = str(truth["script"])
        found = [path for path in sorted(attempt.files) if path.rsplit("/", 1)[-1].startswith(name)]
        calls = [call for call in calls if any(names(call, path) for path in found)]
        if not calls:
            return failed(f"no script `{name}` was written and run")
        source = "".join(attempt.files[path][:_LOOKED_AT].decode("utf-8", "replace") for path in found)
        if _number(results[0]).search(source):
            return failed(f"{results[0]} stands in the script already")
    return next((failed(why) for why in (_came_out(calls, value) for value in results) if why), PASSED)


PROBE: Final = Probe(
    _ID, "2026-11-28", "calls", one_of(_ID, {"L1": (_script,), "L2": (_tempting,), "L3": (_throughout,)}), _judge
)
