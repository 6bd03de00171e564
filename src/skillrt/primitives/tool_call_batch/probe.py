"""Calls that belong into one turn: two reads, five reads to be added up, a batch that decides on the next."""

from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Solution, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, one_by_one, read, run, says, turn_of_all
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line, number, same_number
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, codes, listed, one_of

_ID: Final = "tool.call.batch"
_BATCH: Final = (
    "Read them in one turn: make all the calls at once, one call for each file, before you see any of the results."
)


def _told(paths: list[str]) -> str:
    return listed([f"`{path}`" for path in paths])


def _wrong_ways(value: str, reads: list[Step], paths: list[str], *later: list[Step]) -> dict[str, Solution]:
    """The right result by calls that are no batch."""
    return {
        "one read after the other": says(value, *one_by_one(reads), *later),
        "one command for all files": says(value, [run(f"cat {' '.join(paths)}")], *later),
        "the last read comes later": says(value, reads[:-1], reads[-1:], *later),
    }


def _two(random: Random) -> Instance:
    paths = [f"cards/{place.lower()}-{random.randint(100, 999)}.txt" for place in random.sample(PLACES, 2)]
    words = [f"{random.choice(COLOURS)}-{random.choice(WARES)}" for _ in paths]
    task = (
        f"The files {_told(paths)} in your workspace hold a pair of words each. {_BATCH} What are the pairs? "
        f"{BY_LINE} The result is the pair of the first file, a comma, and the pair of the second file, each as it "
        "stands there."
    )
    reads = [read(path) for path in paths]
    value = ", ".join(words)
    right = says(value, reads)
    return Instance(
        task,
        {"words": words, "batches": [paths]},
        right,
        misses(
            right,
            {**_wrong_ways(value, reads, paths), "only the first is told": says(words[0], reads)},
        ),
        {path: f"{word}\n".encode() for path, word in zip(paths, words, strict=True)},
    )


def _five(random: Random) -> Instance:
    ware = random.choice(WARES)
    paths = [f"depots/{place.lower()}.txt" for place in random.sample(PLACES, 5)]
    counts = [random.randint(11, 99) for _ in paths]
    task = (
        f"Each of the files {_told(paths)} in your workspace holds the number of pieces of the {ware} in that depot. "
        f"{_BATCH} How many pieces are there in the five depots together? {BY_LINE} The result is the number alone."
    )
    value = str(sum(counts))
    reads = [read(path) for path in paths]
    right = says(value, reads)
    return Instance(
        task,
        {"sum": value, "batches": [paths]},
        right,
        misses(
            right,
            {
                **_wrong_ways(value, reads, paths),
                "one depot is left out": says(sum(counts[1:]), reads),
                "two batches": says(value, reads[:3], reads[3:]),
            },
        ),
        {path: f"{count}\n".encode() for path, count in zip(paths, counts, strict=True)},
    )


def _reasoned(random: Random) -> Instance:
    ids = codes(random, 4)
    paths = [f"letters/{one}.txt" for one in ids]
    boxes = random.sample(WARES, 8)
    words = {box: f"{random.choice(COLOURS)}-{random.randint(100, 999)}" for box in boxes}
    alone = random.randrange(4)
    answers = _answers(random, ids, alone)
    own = {one: boxes[2 * at : 2 * at + 2] for at, one in enumerate(ids)}
    files = {
        path: f"letter: {one}\nanswers: {answers[one]}\nboxes: {', '.join(own[one])}\n".encode()
        for path, one in zip(paths, ids, strict=True)
    }
    files |= {f"boxes/{box}.txt": f"{word}\n".encode() for box, word in words.items()}
    task = (
        f"The files {_told(paths)} in your workspace are four letters. {_BATCH} Each letter says which other letter "
        "it answers and names two boxes. Exactly one of the letters is answered by none of the other three. The "
        "content of a box is in `boxes/NAME.txt`. Once you know that letter, read the files of its two boxes, again "
        f"both in one turn. What do they hold? {BY_LINE} The result is the content of the box that "
        "the letter names first, a comma, and that of the other."
    )
    mine = own[ids[alone]]
    theirs = own[ids[(alone + 1) % 4]]
    reads, opened = [read(path) for path in paths], [read(f"boxes/{box}.txt") for box in mine]
    value = ", ".join(words[box] for box in mine)
    right = says(value, reads, opened)
    every = [read(f"boxes/{box}.txt") for box in boxes]
    return Instance(
        task,
        {"words": value.split(", "), "batches": [paths, [f"boxes/{box}.txt" for box in mine]]},
        right,
        misses(
            right,
            {
                **_wrong_ways(value, reads, paths, opened),
                "the boxes one after the other": says(value, reads, *one_by_one(opened)),
                "another letter": says(
                    ", ".join(words[box] for box in theirs), reads, [read(f"boxes/{box}.txt") for box in theirs]
                ),
                "everything read at once": says(value, [*reads, *every]),
            },
        ),
        files,
    )


def _answers(random: Random, ids: list[str], alone: int) -> dict[str, str]:
    """Which letter each one answers, so that only the one at `alone` is answered by none."""
    others = [one for at, one in enumerate(ids) if at != alone]
    random.shuffle(others)
    ring = {one: others[(at + 1) % 3] for at, one in enumerate(others)}
    return {**ring, ids[alone]: random.choice(others)}


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast("dict[str, object]", instance.truth)
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    if "sum" in truth:
        if not same_number(said, str(truth["sum"])):
            return failed(f"the sum is {truth['sum']}, not {number(said) or said[:80]!r}")
    elif [word.lower() for word in items(said)] != truth["words"]:
        return failed(f"the result is {', '.join(cast('list[str]', truth['words']))}, not {said[:80]!r}")
    turn = -1
    for paths in cast("list[list[str]]", truth["batches"]):
        found = turn_of_all(attempt.calls, paths, turn)
        if found is None:
            return failed(f"no one turn holds a call for each of {_told(paths)}")
        turn = found
    return PASSED


PROBE: Final = Probe(
    _ID, "2026-11-28", "calls", one_of(_ID, {"L1": (_two,), "L2": (_five,), "L3": (_reasoned,)}), _judge
)
