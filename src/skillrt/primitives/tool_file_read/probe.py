"""Files to be read: one of two that look alike, several of which some are missing, a large one part by part."""

from itertools import pairwise
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Verdict, failed
from skillrt.primitives.probing_parts.acting import (
    BY_HAND,
    misses,
    not_by_hand,
    one_by_one,
    read,
    readings,
    says,
)
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line, number, same_number
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, codes, listed, one_of

_ID: Final = "tool.file.read"
_LARGE: Final = 3600
_HOPS: Final = 5


def _one(random: Random) -> Instance:
    place = random.choice(PLACES).lower()
    asked, *others = codes(random, 12)
    path, decoy = f"lists/{place}.txt", f"lists/{place}-old.txt"
    wares = random.sample(WARES, 14)
    order = [asked, *others]
    random.shuffle(order)
    held = dict(zip(order, wares, strict=False))
    was = {**held, asked: wares[12], others[0]: wares[13]}
    task = (
        f"Each line of the file `{path}` in your workspace holds a code, a colon and a ware. Which ware stands "
        f"behind the code {asked} in that file? {BY_LINE} The result is the ware alone."
    )
    after = others[order.index(asked) % len(others)]
    right = says(held[asked], [read(path)])
    return Instance(
        task,
        {"word": held[asked]},
        right,
        misses(
            right,
            {
                "the other file is read": says(was[asked], [read(decoy)]),
                "another line": says(held[after], [read(path)]),
                "no result": says("the file could not be read"),
            },
        ),
        {
            path: "".join(f"{code}: {ware}\n" for code, ware in held.items()).encode(),
            decoy: "".join(f"{code}: {ware}\n" for code, ware in was.items()).encode(),
        },
    )


def _several(random: Random) -> Instance:
    ware = random.choice(WARES)
    paths = [f"depots/{place.lower()}/{ware}.txt" for place in random.sample(PLACES, 6)]
    missing = sorted(random.sample(paths, 2), key=paths.index)
    counts = {path: random.randint(11, 98) for path in paths if path not in missing}
    total = sum(counts.values())
    task = (
        f"Your workspace may hold these files: {listed([f'`{path}`' for path in paths])}. Some of them are missing. "
        f"Each file that is there holds one line with the number of pieces of the {ware} in that depot. Find the sum "
        f"of these numbers over the files that are there, and which of the files are missing. {BY_LINE} The result "
        "is the sum, a semicolon, and the paths of the missing files with commas between them, such as "
        "`99; a/b.txt, c/d.txt`."
    )
    reads = one_by_one(read(path) for path in paths)
    first, last = next(iter(counts.values())), ", ".join(missing)
    right = says(f"{total}; {last}", *reads)
    return Instance(
        task,
        {"sum": str(total), "missing": missing},
        right,
        misses(
            right,
            {
                "one missing file is not told": says(f"{total}; {missing[0]}", *reads),
                "one file is not read": says(f"{total - first}; {last}", *reads[1:]),
                "given up at the first missing file": says(f"0; {', '.join(paths)}", reads[0]),
            },
        ),
        {path: f"{count}\n".encode() for path, count in counts.items()},
    )


def _large(random: Random) -> Instance:
    path = f"chains/{random.choice(PLACES).lower()}-{random.choice(COLOURS)}.txt"
    follow = [random.randint(1, _LARGE) for _ in range(_LARGE)]
    stops = _spread(random)
    for here, there in pairwise(stops):
        follow[here - 1] = there
    words = [f"{random.choice(COLOURS)}-{random.choice(WARES)}" for _ in range(_LARGE)]
    filler = random.sample(PLACES, 6)
    text = "".join(
        f"{at:04d} | {words[at - 1]} | go on at line {follow[at - 1]:04d} | kept at {filler[at % 6]} and "
        f"{filler[at * 7 % 5]}, checked, sealed, entered and signed\n"
        for at in range(1, _LARGE + 1)
    )
    task = (
        f"The file `{path}` in your workspace has {_LARGE} lines, too many to be read at once: read parts of it. "
        "Each line holds its number, a pair of words, and the number of a line to go on at. Start at line "
        f"{stops[0]:04d}, go on as that line says, and so on, {_HOPS} times; you have then seen {_HOPS + 1} lines. "
        f"What are their pairs of words, in the order in which you saw them? {BY_HAND} {BY_LINE} The result is the "
        f"{_HOPS + 1} pairs with commas between them, each as it stands in the file, such as `red-jug, blue-oar`."
    )
    told = [words[stop - 1] for stop in stops]
    parts = one_by_one(read(path, offset=str(max(stop - 1, 1)), limit="3") for stop in stops)
    beside = [words[stop % _LARGE] for stop in stops]
    right = says(", ".join(told), *parts)
    return Instance(
        task,
        {"words": told, "path": path},
        right,
        misses(
            right,
            {
                "the line after each": says(", ".join(beside), *parts),
                "one hop too few": says(", ".join(told[:-1]), *parts[:-1]),
                "only what the first part showed": says(", ".join([told[0], *beside[1:]]), parts[0]),
                "right, but not read": says(", ".join(told)),
            },
        ),
        {path: text.encode()},
    )


def _spread(random: Random) -> list[int]:
    """Line numbers far apart, in no order, so that no single part of the file holds two of them."""
    width = _LARGE // (_HOPS + 1)
    stops = [random.randint(at * width + 60, (at + 1) * width - 60) for at in range(_HOPS + 1)]
    random.shuffle(stops)
    return stops


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast("dict[str, object]", instance.truth)
    if "word" in truth:
        return PASSED if said.lower() == truth["word"] else failed(f"the ware is {truth['word']}, not {said[:80]!r}")
    if "sum" in truth:
        return _judge_several(str(truth["sum"]), cast("list[str]", truth["missing"]), said)
    path, words = str(truth["path"]), cast("list[str]", truth["words"])
    if [word.lower() for word in items(said)] != words:
        return failed(f"the words are {', '.join(words)}, not {said[:160]!r}")
    if len(readings(attempt, path)) < 2:
        return failed(f"`{path}` was not read in parts")
    why = not_by_hand(attempt)
    return failed(why) if why else PASSED


def _judge_several(total: str, missing: list[str], said: str) -> Verdict:
    first, _, rest = said.partition(";")
    if not same_number(first, total):
        return failed(f"the sum is {total}, not {number(first) or first[:80]!r}")
    told = sorted(path.removeprefix("./") for path in items(rest))
    return PASSED if told == sorted(missing) else failed(f"missing are {', '.join(missing)}, not {rest[:160]!r}")


PROBE: Final = Probe(
    _ID, "2026-11-28", "calls", one_of(_ID, {"L1": (_one,), "L2": (_several,), "L3": (_large,)}), _judge
)
