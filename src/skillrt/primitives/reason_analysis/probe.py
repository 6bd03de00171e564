"""Understand what is given: what short code is for; what is wrong in a module; where a wrong value comes from."""

from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line
from skillrt.primitives.probing_parts.drawing import PLACES, WARES, one_of
from skillrt.primitives.reason_analysis.faults import Function, functions
from skillrt.primitives.reason_analysis.tracing import trace

_ID: Final = "reason.analysis"
_READ: Final = "Find it by reading: do not run the code."


class Names(msgspec.Struct, frozen=True):
    """The words that the answer must have, in their order or (`any_order`) in any."""

    words: tuple[str, ...]
    any_order: bool = False


def _instance(task: str, truth: Names, wrong: list[tuple[str, list[str]]]) -> Instance:
    misses = tuple(NearMiss(what, Solution(answer=f"{MARK} {', '.join(words)}")) for what, words in wrong)
    return Instance(f"{task} {BY_LINE}", truth, Solution(answer=f"{MARK} {', '.join(truth.words)}"), misses)


# what a function does, and two ways to write it with names that tell nothing
_PURPOSES: Final[tuple[tuple[str, tuple[str, str]], ...]] = (
    (
        "gives the values without repeats, in their first order",
        (
            "    r = []\n    for v in a:\n        if v not in r:\n            r.append(v)\n    return r",
            "    return list(dict.fromkeys(a))",
        ),
    ),
    (
        "tells whether the values read the same from both ends",
        ("    return a == a[::-1]", "    return all(a[i] == a[-1 - i] for i in range(len(a) // 2))"),
    ),
    (
        "gives the sums of all values up to each place",
        (
            "    r, t = [], 0\n    for v in a:\n        t += v\n        r.append(t)\n    return r",
            "    return [sum(a[: i + 1]) for i in range(len(a))]",
        ),
    ),
    (
        "gives the difference between the largest and the smallest value",
        (
            "    a = sorted(a)\n    return a[-1] - a[0]",
            "    lo = hi = a[0]\n    for v in a:\n        lo, hi = min(lo, v), max(hi, v)\n    return hi - lo",
        ),
    ),
    (
        "counts how often each value occurs",
        (
            "    r = {}\n    for v in a:\n        r[v] = r.get(v, 0) + 1\n    return r",
            "    return {v: sum(w == v for w in a) for v in a}",
        ),
    ),
    (
        "moves all zeros to the end and keeps the order of the rest",
        (
            "    r = [v for v in a if v]\n    return r + [0] * (len(a) - len(r))",
            "    return sorted(a, key=lambda v: v == 0)",
        ),
    ),
    (
        "tells whether the values never fall from one to the next",
        (
            "    for i in range(1, len(a)):\n        if a[i] < a[i - 1]:\n            return False\n    return True",
            "    return a == sorted(a)",
        ),
    ),
    (
        "cuts the values into pairs that follow each other",
        (
            "    r = []\n    for i in range(0, len(a), 2):\n        r.append(a[i : i + 2])\n    return r",
            "    return [a[i : i + 2] for i in range(len(a)) if i % 2 == 0]",
        ),
    ),
    (
        "gives the second largest of the different values",
        (
            "    return sorted(set(a))[-2]",
            "    m = max(a)\n    return max(v for v in a if v != m)",
        ),
    ),
)


def _purpose(random: Random) -> Instance:
    drawn = random.sample(range(len(_PURPOSES)), 7)
    letters = dict(zip(drawn, "ABCDEFG", strict=True))
    asked = random.sample(drawn, 3)
    names = random.sample([f"{ware}_{random.randint(2, 99)}" for ware in WARES], 3)
    code = "\n\n\n".join(
        f"def {name}(a):\n{random.choice(_PURPOSES[one][1])}" for name, one in zip(names, asked, strict=True)
    )
    listed = "\n".join(f"{letters[one]}. It {_PURPOSES[one][0]}." for one in drawn)
    task = (
        "Here are three functions in Python; `a` is a list of whole numbers with at least two different "
        f"ones:\n\n```python\n{code}\n```\n\nWhat does each do? Choose from:\n\n{listed}\n\nEach letter is used at "
        f"most once. {_READ} Give the three letters in the order of the functions, with commas between them."
    )
    right = [letters[one] for one in asked]
    other = next(letter for letter in "ABCDEFG" if letter not in right)
    wrong = [
        ("two are mixed up", [right[1], right[0], right[2]]),
        ("one is another one", [*right[:2], other]),
        ("one is forgotten", right[:2]),
    ]
    return _instance(task, Names(tuple(right)), wrong)


def _faults(random: Random) -> Instance:
    drawn: list[Function] = random.sample(functions(random), 7)
    count = random.randint(2, 3)
    broken = sorted(random.sample(range(7), count))
    code = "\n\n\n".join(one.written(at in broken) for at, one in enumerate(drawn))
    task = (
        "Here is a module in Python. What each function must do stands in its docstring, exactly; some functions "
        f"do not do it.\n\n```python\n{code}\n```\n\nWhich functions do something else than their docstring says "
        "for at least one possible input? There may be one or several. Style, speed and missing checks of types "
        f"are no fault. {_READ} Give the names of those functions and of no others, with commas between them, in "
        "any order."
    )
    right = [drawn[at].name for at in broken]
    sound = [one.name for at, one in enumerate(drawn) if at not in broken]
    wrong = [
        ("one fault is not seen", right[:-1]),
        ("a sound function is blamed", [*right, sound[0]]),
        ("another function is blamed", [*right[:-1], sound[1]]),
        ("all are blamed", [one.name for one in drawn]),
    ]
    return _instance(task, Names(tuple(right), any_order=True), wrong)


def _cause(random: Random) -> Instance:
    found = trace(random)
    files = "\n\n".join(f"`{name}`\n```{found.languages[name]}\n{text.rstrip()}\n```" for name, text in found.files)
    task = (
        f"These are the files of a small service called {random.choice(PLACES)}, and a part of its log. Line "
        f"numbers begin with 1 in each file.\n\n{files}\n\n{found.symptom} Which single line of which file has to "
        "be changed, so that the value comes out as the docs say, and what must the value in that line be? "
        "Everything that `docs.md` says is right, and no other file than the one with the cause has a fault. "
        f"{_READ} Give the file's name, the line number and the right value (as a plain number), with commas "
        "between them."
    )
    return _instance(task, Names((found.file, str(found.line), found.value)), found.wrong)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast(Names, instance.truth)
    found = [_plain(word) for word in items(said)]
    wanted = [_plain(word) for word in truth.words]
    if truth.any_order:
        found, wanted = sorted(set(found)), sorted(wanted)
    return PASSED if found == wanted else failed(f"the answer is {', '.join(truth.words)}, not {said[:200]!r}")


def _plain(word: str) -> str:
    """`line 12` is 12, `name()` is name, `B.` is B."""
    return word.lower().removeprefix("line ").removesuffix("()").strip(" .`'\"*")


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_purpose,), "L2": (_faults,), "L3": (_cause,)}), _judge
)
