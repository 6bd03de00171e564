"""Long journals to be kept in mind: a few entries among thousands of the same form, some of them struck out later."""

from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Verdict, failed
from skillrt.primitives.probing_parts.acting import BY_HAND, misses, not_by_hand, read, run, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, draws

_ID: Final = "context.long"


class _Size(msgspec.Struct, frozen=True):
    """Entries of the journal, those that are asked for, and how many of these are struck out."""

    entries: int
    asked: int
    struck: int


_SIZES: Final[dict[Level, _Size]] = {"L1": _Size(1000, 4, 1), "L2": _Size(2900, 6, 2), "L3": _Size(7200, 8, 2)}
"""Over 20,000, 60,000 and 150,000 tokens: an entry has 22 or so."""
_PART: Final = 400
"""Entries of a part: 36,000 bytes, which the narrowest tool that is known shows whole (10,000 tokens)."""
_AT_ONCE: Final = 4
"""Parts that the reference reads in a turn: each turn more has all that was read before it read again, and paid."""
_STRIKES: Final = 45
"""Every so many entries one is struck out."""


def _make(level: Level, seed: str) -> Instance:
    random, size = draws(_ID, level, seed), _SIZES[level]
    colour, ware, folder = random.choice(COLOURS), random.choice(WARES), f"journal-{code(random)}"
    hits = sorted(_spread(random, size.entries, size.asked))
    struck = sorted(random.sample(hits[:-1], size.struck))
    places = dict(zip(hits, random.sample(PLACES, len(hits)), strict=True))
    lines = _journal(random, size.entries, (colour, ware), places, struck)
    parts = {
        f"{folder}/part-{number:02d}.txt": "".join(f"{line}\n" for line in lines[at : at + _PART])
        for number, at in enumerate(range(0, len(lines), _PART), 1)
    }
    names = list(parts)
    task = (
        f"The files `{names[0]}` to `{names[-1]}` in your workspace are one long journal in {len(names)} parts, an "
        "entry a line. Read all of them, from the first to the last. Some entries are struck out by others, earlier "
        "or later: `The entry of day N is struck out.` Find the entries in which pieces of the "
        f"{colour} {ware} (this colour and this ware together) were moved, and leave out those that are struck out. "
        f"To which places were they moved? {BY_HAND} Several parts may be read in one turn. {BY_LINE} The result is "
        "the places to which they were moved, in the order of the journal, with commas between them."
    )
    told = [places[hit] for hit in hits if hit not in struck]
    reads = [[read(name) for name in names[at : at + _AT_ONCE]] for at in range(0, len(names), _AT_ONCE)]
    right = says(", ".join(told), *reads)
    return Instance(
        task,
        told,
        right,
        misses(
            right,
            {
                "entries that are struck out are told": says(", ".join(places[hit] for hit in hits), *reads),
                "the last part is not read": says(", ".join(told[:-1]), *reads[:-1]),
                "another order": says(", ".join(reversed(told)), *reads),
                "searched, not read": says(", ".join(told), [run(f"grep '{colour} {ware}' {folder}/*")]),
            },
        ),
        {name: text.encode() for name, text in parts.items()},
    )


def _spread(random: Random, entries: int, count: int) -> list[int]:
    """Days all over the journal, the last of them in its last part."""
    width = entries // count
    days = [at * width + random.randint(10, width - 10) for at in range(count - 1)]
    return [*days, entries - random.randint(5, 60)]


def _journal(
    random: Random, entries: int, asked: tuple[str, str], places: dict[int, str], struck: list[int]
) -> list[str]:
    away = dict(zip(random.sample(range(2, entries), len(struck)), struck, strict=True))
    lines: list[str] = []
    for day in range(1, entries + 1):
        colour, ware = asked if day in places else _other(random, asked)
        to = places.get(day) or random.choice(PLACES)
        count, out = random.randint(2, 98), random.choice(PLACES)
        lines.append(
            f"Day {day}: {count} pieces of the {colour} {ware} were moved from {out} to {to} and entered there."
        )
        if day in away:
            lines.append(f"The entry of day {away[day]} is struck out.")
        elif day % _STRIKES == 0:
            other = random.choice([one for one in range(1, entries + 1, 7) if one not in places])
            lines.append(f"The entry of day {other} is struck out.")
    return lines


def _other(random: Random, asked: tuple[str, str]) -> tuple[str, str]:
    """Often the colour or the ware that is asked for, never both."""
    pair = (random.choice(COLOURS), random.choice(WARES))
    while pair == asked:
        pair = (random.choice(COLOURS), random.choice(WARES))
    return pair


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast("list[str]", instance.truth)
    if [place.lower() for place in items(said)] != [place.lower() for place in truth]:
        return failed(f"the places are {', '.join(truth)}, not {said[:160]!r}")
    why = not_by_hand(attempt)
    return failed(why) if why else PASSED


PROBE: Final = Probe(_ID, "2026-11-29", "calls", _make, _judge)
