"""Work to be given to other agents: one task, one agent a file, agents of which each needs what others found."""

from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Call, Instance, Probe, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, names, one_by_one, read, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, listed, one_of

_ID: Final = "delegate.agent"
_DELEGATES: Final = "agent.delegate"
_READS: Final = ("file.read", "shell.run", "code.run")
_LOOKED_AT: Final = 20_000


class _Truth(msgspec.Struct, frozen=True):
    """The result; for each stage the words of its agents' tasks (each agent has its own); what is not read here."""

    result: list[str]
    stages: list[list[list[str]]]
    closed: list[str]


def _ask(prompt: str) -> Step:
    return Step(_DELEGATES, {"prompt": prompt, "description": "read a file"})


def _one(random: Random) -> Instance:
    path = f"lists/{random.choice(PLACES).lower()}-{random.randint(100, 999)}.txt"
    wares = random.sample(WARES, 12)
    counts = dict(zip(wares, random.sample(range(11, 99), 12), strict=True))
    best, second = sorted(wares, key=lambda ware: -counts[ware])[:2]
    task = (
        f"Each line of the file `{path}` in your workspace holds a ware, a colon and a number. Give this to one "
        "sub-agent: it reads the file and reports the ware with the largest number. Do not read the file yourself. "
        f"{BY_LINE} The result is the ware alone."
    )
    order = [_ask(f"Read the file {path} and report the ware with the largest number.")]
    right = says(best, order)
    return Instance(
        task,
        _Truth([best], [[[path]]], [path]),
        right,
        misses(
            right,
            {
                "read by the agent itself": says(best, [read(path)]),
                "delegated, then read all the same": says(best, order, [read(path)]),
                "the sub-agent is not told the file": says(best, [_ask("Which ware has the largest number?")]),
                "another ware": says(second, order),
            },
        ),
        {path: "".join(f"{ware}: {count}\n" for ware, count in counts.items()).encode()},
    )


def _several(random: Random) -> Instance:
    paths = [f"depots/{place.lower()}.txt" for place in random.sample(PLACES, 4)]
    ware = random.choice(WARES)
    counts = [random.sample(range(11, 60), 5) for _ in paths]
    files = {
        path: "".join(f"{ware}: {count}\n" for count in taken) for path, taken in zip(paths, counts, strict=True)
    }
    largest = [max(taken) for taken in counts]
    task = (
        f"Each of the files {listed([f'`{path}`' for path in paths])} in your workspace has several lines with a "
        "ware, a colon and a number. Give each file to a sub-agent of its own: it reads its file and reports the "
        f"largest number in it. Read none of the files yourself. What is the sum of the four numbers? {BY_LINE} The "
        "result is the sum alone."
    )
    orders = [_ask(f"Read the file {path} and report the largest number in it.") for path in paths]
    total = sum(largest)
    right = says(total, orders)
    return Instance(
        task,
        _Truth([str(total)], [[[path] for path in paths]], paths),
        right,
        misses(
            right,
            {
                "one agent for all files": says(total, [_ask(f"Read {', '.join(paths)}; add the largest numbers.")]),
                "one file is read by the agent itself": says(total, orders[:-1], [read(paths[-1])]),
                "one agent's result is left out": says(total - largest[0], orders),
                "all files are read by the agent itself": says(total, *one_by_one(read(path) for path in paths)),
            },
        ),
        {path: text.encode() for path, text in files.items()},
    )


def _team(random: Random) -> Instance:
    first, second = (f"scouts/{place.lower()}-{random.randint(100, 999)}.txt" for place in random.sample(PLACES, 2))
    one, other = random.sample(COLOURS, 2)
    rooms = {
        f"rooms/{a}-{b}.txt": f"{random.choice(WARES)}-{random.randint(1000, 9999)}" for a, b in _pairs(one, other)
    }
    room, mark = f"rooms/{one}-{other}.txt", rooms[f"rooms/{one}-{other}.txt"]
    known = random.random() < 0.5
    register = _register(random, mark, known=known)
    yes, no = ("yes", "no") if known else ("no", "yes")
    task = (
        "Four sub-agents do this work as a team; you give them their tasks and read none of the files yourself.\n"
        f"1. One reads `{first}` and reports the word in it; another reads `{second}` and reports the word in it.\n"
        "2. Then a third is given both words in its task. It reads the file `rooms/WORD-WORD.txt` in your workspace, "
        "with the word of the first agent and the word of the second, and reports the mark in it.\n"
        "3. Then a fourth is given that mark in its task. It reads `register.txt` and reports whether that very mark "
        f"is a line of it.\n{BY_LINE} The result is the mark, a comma, and yes or no: whether it is in the register."
    )
    scouts = [_ask(f"Read {first}; report its word."), _ask(f"Read {second}; report its word.")]
    third = [_ask(f"The words are {one} and {other}. Read {room} and report the mark in it.")]
    fourth = [_ask(f"Is the mark {mark} a line of register.txt? Read that file.")]
    right = says(f"{mark}, {yes}", scouts, third, fourth)
    turned = rooms[f"rooms/{other}-{one}.txt"]
    wrong_third = [_ask(f"The words are {other} and {one}. Read rooms/{other}-{one}.txt and report the mark in it.")]
    return Instance(
        task,
        _Truth(
            [mark, yes],
            [[[first], [second]], [[one, other]], [["register.txt", mark]]],
            [first, second, *rooms, "register.txt"],
        ),
        right,
        misses(
            right,
            {
                "the words are turned round": says(
                    f"{turned}, no", scouts, wrong_third, [_ask(f"Is {turned} a line of register.txt?")]
                ),
                "the register is misread": says(f"{mark}, {no}", scouts, third, fourth),
                "all are sent out at once": says(f"{mark}, {yes}", [*scouts, *third, *fourth]),
                "nobody checks": says(f"{mark}, {yes}", scouts, third),
                "the agent checks the register itself": says(
                    f"{mark}, {yes}", scouts, third, [*fourth, read("register.txt")]
                ),
            },
        ),
        {
            first: f"{one}\n".encode(),
            second: f"{other}\n".encode(),
            "register.txt": "".join(f"{line}\n" for line in register).encode(),
            **{path: f"{held}\n".encode() for path, held in rooms.items()},
        },
    )


def _register(random: Random, mark: str, *, known: bool) -> list[str]:
    """Marks in no order; where the mark is not known, one that is very like it."""
    like = f"{mark[:-1]}{(int(mark[-1]) + 1) % 10}"
    marks = [f"{random.choice(WARES)}-{random.randint(1000, 9999)}" for _ in range(9)]
    marks = [*(one for one in marks if one != mark), mark if known else like]
    random.shuffle(marks)
    return marks


def _pairs(one: str, other: str) -> list[tuple[str, str]]:
    colours = [one, other, *(colour for colour in COLOURS if colour not in (one, other))][:5]
    return [(a, b) for a in colours for b in colours if a != b]


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast(_Truth, instance.truth)
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    if [word.lower() for word in items(said)] != truth.result:
        return failed(f"the result is {', '.join(truth.result)}, not {said[:80]!r}")
    for call in attempt.calls:
        opened = [path for path in truth.closed if call.operation in _READS and names(call, path)]
        if opened:
            return failed(f"`{opened[0]}` was read by the agent itself")
    turn = -1
    for stage in truth.stages:
        orders = [call for call in attempt.calls if call.operation == _DELEGATES and call.turn > turn]
        taken: list[Call] = []
        for words in stage:
            found = next((call for call in orders if call not in taken and _is_told(call, words, stage)), None)
            if found is None:
                return failed(f"no sub-agent of its own was given {listed([f'`{word}`' for word in words])}")
            taken.append(found)
        turn = max(call.turn for call in taken)
    return PASSED


def _is_told(call: Call, words: list[str], stage: list[list[str]]) -> bool:
    """Is the agent told all of these words, and nothing that other agents of the stage are told?"""
    told = " ".join(call.arguments.values())[:_LOOKED_AT].lower()
    others = [word for other in stage if other != words for word in other]
    return all(_name(word) in told for word in words) and not any(_name(word) in told for word in others)


def _name(word: str) -> str:
    """A path by its last part: which folder it is told from is the agent's own."""
    return word.rsplit("/", 1)[-1].lower()


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "calls",
    one_of(_ID, {"L1": (_one,), "L2": (_several,), "L3": (_team,)}),
    _judge,
    needs=(_DELEGATES,),
)
