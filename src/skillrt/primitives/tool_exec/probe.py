"""Commands to be run: one that is given, a script of the agent's own, a chain in which each needs the one before."""

from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, names, one_by_one, ran, run, says, write
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, last_line, number, same_number
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of
from skillrt.primitives.probing_parts.running import lines_differ

_ID: Final = "tool.exec"
_POLYNOMIAL: Final = 0x04C11DB7
_ALONE: Final = "The result is that number alone."


def cksum(data: bytes) -> int:
    """What `cksum` prints first for these bytes, as POSIX defines it."""
    length = len(data)
    tail: list[int] = []
    while length:
        tail.append(length & 0xFF)
        length >>= 8
    value = 0
    for byte in (*data, *tail):
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ _POLYNOMIAL if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value ^ 0xFFFFFFFF


def _lines(random: Random, count: int) -> bytes:
    return "".join(
        f"{random.choice(PLACES)},{random.choice(WARES)},{random.choice(COLOURS)},{random.randint(1, 99)}\n"
        for _ in range(count)
    ).encode()


def _given(random: Random) -> Instance:
    path = f"data/{random.choice(WARES)}-{random.randint(1000, 9999)}.csv"
    data = _lines(random, random.randint(6, 14))
    value = cksum(data)
    task = (
        f"Run the command `cksum {path}` in your workspace. It prints three things: a checksum, the number of bytes, "
        f"and the path. What is the checksum? {BY_LINE} {_ALONE}"
    )
    command = run(f"cksum {path}")
    right = says(value, [command])
    return Instance(
        task,
        {"result": str(value)},
        right,
        misses(
            right,
            {
                "the number of bytes": says(len(data), [command]),
                "a digit is lost": says(str(value)[:-1], [command]),
                "nothing was run": says(value),
            },
        ),
        {path: data},
    )


def _own(random: Random) -> Instance:
    ware, place = random.choice(WARES), random.choice(PLACES)
    rows = [
        (random.choice((ware, *random.sample(WARES, 2))), random.choice((place, random.choice(PLACES))), count)
        for count in (random.randint(1, 99) for _ in range(260))
    ]
    rows += [(ware, place, random.randint(50, 99)), (ware, f"{place}s", random.randint(10, 99))]
    random.shuffle(rows)
    both = sum(count for one, there, count in rows if (one, there) == (ware, place))
    alike = sum(count for one, there, count in rows if one == ware and there.startswith(place))
    everywhere = sum(count for one, _, count in rows if one == ware)
    name = f"tally-{random.randint(100, 999)}"
    task = (
        "Each line of `moves.csv` in your workspace holds a ware, a place and a number of pieces, with commas "
        f"between them; there is no heading line. Write a script `{name}` into the workspace, in a language of your "
        f"choice and with the suffix of that language (such as `{name}.py` or `{name}.sh`), that adds up the pieces "
        f"of all lines whose ware is exactly `{ware}` and whose place is exactly `{place}`. Run it and tell what it "
        f"prints. {BY_LINE} {_ALONE}"
    )
    file = f"{name}.sh"
    steps = [
        write(file, f'awk -F, \'$1 == "{ware}" && $2 == "{place}" {{ s += $3 }} END {{ print s }}\' moves.csv\n'),
        run(f"sh {file}"),
    ]
    right = says(both, *one_by_one(steps))
    return Instance(
        task,
        {"result": str(both), "script": name},
        right,
        misses(
            right,
            {
                "places that begin alike are counted": says(alike, *one_by_one(steps)),
                "the place is not heeded": says(everywhere, *one_by_one(steps)),
                "the script is not run": says(both, steps[:1]),
                "no script is left": says(both, [run("awk -F, '{ s += $3 } END { print s }' moves.csv")]),
            },
        ),
        {"moves.csv": "".join(f"{one},{there},{count}\n" for one, there, count in rows).encode()},
    )


def _chain(random: Random) -> Instance:
    folder, room, made = (f"{name}-{random.randint(100, 999)}" for name in ("parts", "rooms", "sorted"))
    parts = {f"{folder}/{ware}.txt": _listing(random, random.sample(_NAMES, 12)) for ware in random.sample(WARES, 4)}
    rooms = {f"{room}/{name}.txt": _lines(random, 3) for name in _NAMES}
    by_sum = sorted(parts, key=lambda path: cksum(parts[path]))
    commands, result = _followed(by_sum[-1], f"{made}.txt", parts, rooms, 1)
    smallest = _followed(by_sum[0], f"{made}.txt", parts, rooms, 1)
    early = _followed(by_sum[-1], f"{made}.txt", parts, rooms, 0)
    task = (
        "Carry out this chain of commands in your workspace; each builds on the one before.\n"
        f"1. Run `cksum` on each file of the folder `{folder}`. The first number that it prints for a file is the "
        "checksum of that file.\n"
        "2. Take the file whose checksum is the largest number. Write its lines, sorted and each once, into "
        f"`{made}.txt` in the workspace, as `LC_ALL=C sort -u` does.\n"
        f"3. Run `cksum {made}.txt`. Let D be the last digit of the checksum. Take line D + 1 of `{made}.txt`.\n"
        f"4. That line is a name. Run `cksum {room}/NAME.txt` with it.\n"
        f"What is the checksum that step 4 prints? {BY_LINE} {_ALONE}"
    )
    right = says(result, *one_by_one(commands))
    text = b"".join(sorted(set(parts[by_sum[-1]].splitlines(keepends=True)))).decode()
    return Instance(
        task,
        {"result": str(result), "sorted": text, "file": f"{made}.txt"},
        right,
        misses(
            right,
            {
                "the smallest checksum is taken": says(smallest[1], *one_by_one(smallest[0])),
                "line D in place of D + 1": says(early[1], *one_by_one(early[0])),
                "nothing was run": says(result),
                "stopped after step 3": says(cksum(text.encode()), *one_by_one(commands[:-1])),
            },
        ),
        {**parts, **rooms},
    )


_NAMES: Final = tuple(f"{place.lower()}" for place in PLACES[:24])


def _listing(random: Random, names_: list[str]) -> bytes:
    """Names in no order, some of them twice."""
    rows = [*names_, *random.sample(names_, 5)]
    random.shuffle(rows)
    return "".join(f"{row}\n" for row in rows).encode()


def _followed(
    start: str, made: str, parts: dict[str, bytes], rooms: dict[str, bytes], beyond: int
) -> tuple[list[Step], int]:
    """The commands from step 1 on with `start` as the file that is taken, and the result."""
    rows = sorted(set(parts[start].decode().split()))
    digit = cksum("".join(f"{row}\n" for row in rows).encode()) % 10
    name = f"/{rows[max(digit + beyond - 1, 0)]}.txt"
    room = next(path for path in rooms if path.endswith(name))
    folder = start.split("/")[0]
    commands = [f"cksum {folder}/*", f"LC_ALL=C sort -u {start} > {made}", f"cksum {made}", f"cksum {room}"]
    return [run(command) for command in commands], cksum(rooms[room])


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast("dict[str, str]", instance.truth)
    runs = ran(attempt)
    if not runs:
        return failed("no command was run")
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    if not same_number(said, truth["result"]):
        return failed(f"the result is {truth['result']}, not {number(said) or said[:80]!r}")
    if "sorted" in truth:
        data = attempt.files.get(truth["file"], b"")[: 2 * len(truth["sorted"]) + 100]
        why = lines_differ(truth["sorted"], data.decode("utf-8", "replace"))
        return failed(f"`{truth['file']}`: {why}") if why else PASSED
    if "script" not in truth:
        return PASSED
    scripts = [path for path in sorted(attempt.files) if path.rsplit("/", 1)[-1].startswith(truth["script"])]
    if not any(attempt.files[path].strip() for path in scripts):
        return failed(f"there is no script `{truth['script']}` in the workspace")
    named = any(names(call, path) for call in runs for path in scripts)
    return PASSED if named else failed(f"`{scripts[0]}` was written, and not run")


PROBE: Final = Probe(
    _ID, "2026-11-28", "calls", one_of(_ID, {"L1": (_given,), "L2": (_own,), "L3": (_chain,)}), _judge
)
