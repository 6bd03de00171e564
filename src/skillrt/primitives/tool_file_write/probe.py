"""Files to be written: a few lines, a register of some kilobytes, several files with an index that fits them."""

from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.acting import one_by_one, write
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, codes, one_of
from skillrt.primitives.probing_parts.running import lines_differ

_ID: Final = "tool.file.write"
_ENDS: Final = "Blanks at the ends of lines and empty lines at the end of a file do not matter."
_ANSWER: Final = "When you have written everything, say `written`."


def _instance(task: str, files: dict[str, str], wrong: dict[str, dict[str, str]], kept: dict[str, str]) -> Instance:
    """`wrong`: what else is written instead, by what is wrong."""
    return Instance(
        f"{task} {_ENDS} {_ANSWER}",
        {**files, **kept},
        _writes(files),
        (
            *(NearMiss(what, _writes(instead)) for what, instead in wrong.items()),
            NearMiss("the text is in the answer alone", Solution(answer="\n\n".join(files.values()))),
        ),
        {path: text.encode() for path, text in kept.items()},
    )


def _writes(files: dict[str, str]) -> Solution:
    return Solution(one_by_one(write(path, text) for path, text in files.items()), "written")


def _short(random: Random) -> Instance:
    path = f"{random.choice(PLACES).lower()}/{random.choice(COLOURS)}-{random.choice(WARES)}.txt"
    rows = [
        f"{code} = {random.choice(WARES)}, {random.randint(2, 99)}" for code in codes(random, random.randint(4, 7))
    ]
    text = "".join(f"{row}\n" for row in rows)
    task = (
        f"Write the file `{path}` into your workspace (its folder does not exist yet). It holds exactly these "
        f"{len(rows)} lines, in this order:\n\n{text}\nNothing else stands in the file, no blank line and no heading."
    )
    name = path.rsplit("/", 1)[-1]
    return _instance(
        task,
        {path: text},
        {
            "the last line is missing": {path: "".join(f"{row}\n" for row in rows[:-1])},
            "the wrong folder": {name: text},
            "a fence around it": {path: f"```\n{text}```\n"},
        },
        {},
    )


def _register(random: Random) -> Instance:
    path = f"registers/{random.choice(COLOURS)}-{random.randint(100, 999)}.md"
    places = random.sample(PLACES, 5)
    wares = {place: random.sample(WARES, random.randint(7, 9)) for place in places}
    number = 0
    given: list[str] = []
    made: list[str] = [f"# Register of {', '.join(places)}"]
    for place in places:
        rows = [(ware, random.randint(3, 97), random.choice(COLOURS)) for ware in wares[place]]
        given.append(f"{place}: {', '.join(f'{ware} {count} {colour}' for ware, count, colour in rows)}")
        made += ["", f"## {place}", ""]
        for ware, count, colour in rows:
            number += 1
            made.append(f"- [{number:03d}] {count} pieces of the {colour} {ware} are kept at {place}")
    task = (
        f"Write the file `{path}` into your workspace. Its first line is `{made[0]}`. Then comes, for each place in "
        "the order given below: an empty line, a line `## PLACE`, an empty line, and for each ware of that place, in "
        "the order given, a line `- [NNN] COUNT pieces of the COLOUR WARE are kept at PLACE`, where NNN counts the "
        "wares of the whole file from 001 on, with three digits. Write every line out. Each line below holds a place "
        "and its wares, each with its count and its colour:\n\n" + "\n".join(given) + "\n\n"
        "Nothing else stands in the file."
    )
    text = "\n".join(made) + "\n"
    at = random.randrange(len(made) // 2, len(made))
    afresh = _each_afresh(made)
    return _instance(
        task,
        {path: text},
        {
            "the rest is left to the reader": {path: "\n".join([*made[:at], "- ..."]) + "\n"},
            "one line is missing": {path: "\n".join([*made[:-1]]) + "\n"},
            "numbers start again at each place": {path: afresh},
        },
        {},
    )


def _each_afresh(lines: list[str]) -> str:
    count = 0
    out: list[str] = []
    for line in lines:
        count = 0 if line.startswith("## ") else count + line.startswith("- [")
        out.append(f"- [{count:03d}] {line.split('] ', 1)[1]}" if line.startswith("- [") else line)
    return "\n".join(out) + "\n"


def _many(random: Random) -> Instance:
    places = random.sample(PLACES, 5)
    rows = {
        place: [f"{ware}: {random.randint(3, 97)}" for ware in random.sample(WARES, random.randint(2, 5))]
        for place in places[1:]
    }
    rows[places[1]] = rows[places[1]][:1]
    files = {f"stock/{place.lower()}.txt": "".join(f"{row}\n" for row in told) for place, told in rows.items()}
    index = "".join(f"{place.lower()}.txt {len(told)}\n" for place, told in rows.items())
    old = f"stock/{places[0].lower()}.txt"
    kept = {old: "".join(f"{ware}: {random.randint(3, 97)}\n" for ware in random.sample(WARES, 4))}
    given = "\n".join(f"{place}: {'; '.join(told)}" for place, told in rows.items())
    task = (
        "Write one file for each of the four places below into your workspace, one after the other: "
        "`stock/PLACE.txt`, with the name of the place in small letters. Its lines are the entries of that place, in "
        "the order given, one a line, without the semicolons. After these write the file `stock/index.txt` with one "
        "line for each of the four files, in the order of the places: the name of the file without its folder, a "
        f"blank, and the number of its lines. The file `{old}` is there already: leave it as it is, and leave it out "
        f"of the index. The places and their entries:\n\n{given}\n\nNothing else stands in the files."
    )
    last = list(files)[-1]
    right = {**files, "stock/index.txt": index}
    counted = "".join(f"{place.lower()}.txt {len(told) + 1}\n" for place, told in rows.items())
    return _instance(
        task,
        right,
        {
            "the last place is left out": {path: text for path, text in right.items() if path != last},
            "the index counts one too many": {**files, "stock/index.txt": counted},
            "no index": files,
            "the old file is changed": {**right, old: "moved\n"},
        },
        kept,
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    for path, text in cast("dict[str, str]", instance.truth).items():
        data = attempt.files.get(path)
        if data is None:
            return failed(f"there is no file `{path}`")
        why = lines_differ(text, data[: 4 * len(text) + 1000].decode("utf-8", "replace"))
        if why:
            return failed(f"`{path}`: {why}")
    return PASSED


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "workspace",
    one_of(_ID, {"L1": (_short,), "L2": (_register,), "L3": (_many,)}),
    _judge,
)
