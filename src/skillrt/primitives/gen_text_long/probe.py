"""Long texts that must be complete: entries for everything on a list, none left out, shortened or out of order."""

import re
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import MOST
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, codes, draws
from skillrt.primitives.probing_parts.prose import has, no_prose

_ID: Final = "gen.text.long"
_COUNTS: Final[dict[Level, tuple[int, int]]] = {"L1": (4, 5), "L2": (16, 22), "L3": (60, 66)}
_LEAST, _MOST_EACH = 80, 180
_ENTRY: Final = re.compile(r"[*_ ]{0,4}([A-Z]{2}-[0-9]{3})[*_ ]{0,4}:[*_ ]{0,4}(.*)")


class List(msgspec.Struct, frozen=True):
    """Each entry's name and what its sentence must hold.

    The bounds of a sentence keep the whole within those of the level: under 1 KB, 1 to 5 KB, over 5 KB.
    """

    entries: tuple[tuple[str, tuple[str, ...]], ...]


def _sentence(random: Random, ware: str, place: str, colour: str, count: int) -> str:
    return random.choice(
        (
            f"This is a {ware} of {colour} make that is kept at {place}, where {count} of the same kind can be seen.",
            f"At {place} they hold {count} of these, and each {ware} is of a {colour} that lasts for a long time.",
            f"The {ware} came to {place} in a set of {count}, all of them {colour} and in a state as good as new.",
        )
    )


def _make(level: Level, seed: str) -> Instance:
    random = draws(_ID, level, seed)
    count = random.randint(*_COUNTS[level])
    names = codes(random, count)
    if random.random() < 0.5:
        names.sort()
    facts = [
        (random.choice(WARES), random.choice(PLACES), random.choice(COLOURS), random.randint(2, 999)) for _ in names
    ]
    entries = tuple((name, (a, b, c, str(n))) for name, (a, b, c, n) in zip(names, facts, strict=True))
    listed = "\n".join(f"{name}; {a}; {b}; {c}; {n}" for name, (a, b, c, n) in zip(names, facts, strict=True))
    task = (
        f"Write a catalogue of the {count} things below (number; ware; place; colour; pieces). For each of them, "
        f"in this order, write one line: its number, a colon, a blank, and one whole English sentence of {_LEAST} "
        f"to {_MOST_EACH} characters that holds the ware, the place, the colour and the pieces (in figures) as "
        "they are given. Nothing may be left out, put together or shortened, however long it gets; no two "
        "sentences are the same. Empty lines count nothing; there is no title and no other text."
        f"\n\n{listed}\n\nAnswer "
        "with the catalogue alone, not in a code block and not in a file."
    )
    lines = [f"{name}: {_sentence(random, *fact)}" for name, fact in zip(names, facts, strict=True)]
    middle = count // 2
    wrong = (
        ("the last entry is missing", lines[:-1]),
        ("it goes on with dots", [*lines[:middle], "... and so on for the rest."]),
        (
            "two entries have changed places",
            [*lines[: middle - 1], lines[middle], lines[middle - 1], *lines[middle + 1 :]],
        ),
        ("an entry is cut short", [*lines[:-1], f"{names[-1]}: A {facts[-1][0]}."]),
        ("a number is another one", [re.sub(rf"\b{facts[0][3]}\b", "many", lines[0]), *lines[1:]]),
    )
    misses = tuple(NearMiss(what, Solution(answer="\n".join(text))) for what, text in wrong)
    return Instance(task, List(entries), Solution(answer="\n".join(lines)), misses)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast(List, instance.truth)
    text = attempt.answer.strip()
    if not text or len(text) >= MOST:
        return failed("there is no text, or far too much of it")
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.strip().startswith("```")]
    told: list[str] = []
    for at, (name, facts) in enumerate(truth.entries):
        if at >= len(lines):
            return failed(f"it ends before {name}, entry {at + 1} of {len(truth.entries)}")
        match = _ENTRY.fullmatch(lines[at])
        if match is None or match[1] != name:
            return failed(f"entry {at + 1} must be {name}, but the line is {lines[at][:100]!r}")
        why = _entry_wrong(match[2].strip(), facts)
        if why:
            return failed(f"{name}: {why}")
        told.append(match[2].strip())
    if len(lines) > len(truth.entries):
        return failed(f"there is more after the last entry: {lines[len(truth.entries)][:100]!r}")
    why = no_prose("\n".join(told))
    return failed(why) if why else PASSED


def _entry_wrong(sentence: str, facts: tuple[str, ...]) -> str:
    if not _LEAST <= len(sentence) <= _MOST_EACH:
        return f"the sentence has {len(sentence)} characters, not {_LEAST} to {_MOST_EACH}"
    lacks = [
        fact for fact in facts if not (has(sentence, fact) or has(sentence, f"{fact}s") or has(sentence, f"{fact}es"))
    ]
    return f"the sentence lacks {lacks[0]!r}" if lacks else ""


PROBE: Final = Probe(_ID, "2026-11-28", "answer", _make, _judge)
