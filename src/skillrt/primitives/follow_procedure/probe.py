"""Procedures on a row of numbers, told step by step: in a row, with branches, with a loop and a check."""

import re
from collections.abc import Callable
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import BY_HEAD, MOST, by_program
from skillrt.primitives.probing_parts.drawing import draws

_ID: Final = "follow.procedure"
_TRACE: Final = "TRACE"
_LONGEST: Final = 22
_SHORTEST: Final = 3
_FEWEST: Final = {"L1": 3, "L2": 5, "L3": 10}
_HOW: Final = (
    "Follow the steps in order, exactly as they stand. Write the trace of what you do: a line `TRACE`, then one line "
    "for each step each time you carry it out, in the order in which you do so: the number of the step, a colon, and "
    "the row as it stands after the step, with blanks between its numbers. A step that is left out has no line. "
    "Nothing follows the trace."
)
_LINE: Final = re.compile(r"\W{0,6}(\d{1,3})\s{0,3}[:.)]\s{0,3}([-\d\s,\[\]]{0,400})\W{0,4}$")
_Row = list[int]


class _Step(msgspec.Struct, frozen=True):
    """`does` gives the row afterwards and the step that follows: 0 for the next, -1 for the one after that."""

    text: str
    does: Callable[[_Row], tuple[_Row, int]]


def _plain(text: str, act: Callable[[_Row], _Row]) -> _Step:
    return _Step(text, lambda row: (act(row), 0))


def _change(random: Random) -> _Step:
    number = random.randint(2, 9)
    return random.choice(
        (
            _plain("Reverse the row.", lambda row: row[::-1]),
            _plain("Take the first number away.", lambda row: row[1:]),
            _plain("Swap the first and the last number.", lambda row: [row[-1], *row[1:-1], row[0]]),
            _plain(f"Append the number {number} at the end.", lambda row: [*row, number]),
            _plain(f"Add {number} to the first number.", lambda row: [row[0] + number, *row[1:]]),
            _plain("Move the last number to the front.", lambda row: [row[-1], *row[:-1]]),
            _plain("Double the last number.", lambda row: [*row[:-1], 2 * row[-1]]),
        )
    )


def _branch(random: Random) -> _Step:
    number, bound = random.randint(2, 9), random.randint(15, 30)
    return random.choice(
        (
            _plain(
                f"If the first number is even, append {number} at the end; otherwise take the last number away.",
                lambda row: [*row, number] if row[0] % 2 == 0 else row[:-1],
            ),
            _plain(
                f"If the sum of the row is greater than {bound}, reverse the row; otherwise double the first number.",
                lambda row: row[::-1] if sum(row) > bound else [2 * row[0], *row[1:]],
            ),
            _plain(
                f"If the last number is greater than the first, swap these two; otherwise add {number} to the last.",
                lambda row: [row[-1], *row[1:-1], row[0]] if row[-1] > row[0] else [*row[:-1], row[-1] + number],
            ),
        )
    )


def _skip(random: Random) -> _Step:
    length = random.randint(4, 6)
    return _Step(
        f"Leave the row as it is. If it has {length} or more numbers, leave the next step out.",
        lambda row: (row, -1 if len(row) >= length else 0),
    )


def _looping(random: Random) -> list[_Step]:
    goal, added, most = random.randint(45, 70), random.randint(3, 6), random.randint(13, 19)
    return [
        _change(random),
        _plain("Move the first number to the end.", lambda row: [*row[1:], row[0]]),
        _plain(
            f"If the first number is odd, add {added} to it; otherwise add 1 to the last number.",
            lambda row: [row[0] + added, *row[1:]] if row[0] % 2 else [*row[:-1], row[-1] + 1],
        ),
        _Step(
            f"Double the second number. If the sum of the row is now less than {goal}, go back to step 2.",
            lambda row: _back([row[0], 2 * row[1], *row[2:]], lambda made: sum(made) < goal, 2),
        ),
        _Step(
            f"Check: if the largest number is greater than {most}, replace it (the first of them, if there are "
            f"several) by {most - 10} and go back to step 3.",
            lambda row: _checked(row, most),
        ),
        _plain("Reverse the row.", lambda row: row[::-1]),
    ]


def _back(row: _Row, when: Callable[[_Row], bool], step: int) -> tuple[_Row, int]:
    return row, step if when(row) else 0


def _checked(row: _Row, most: int) -> tuple[_Row, int]:
    if max(row) <= most:
        return row, 0
    at = row.index(max(row))
    return [*row[:at], most - 10, *row[at + 1 :]], 3


def _steps(level: Level, random: Random) -> list[_Step]:
    if level == "L1":
        return [_change(random) for _ in range(3)]
    if level == "L2":
        return [_change(random), _branch(random), _skip(random), _change(random), _branch(random), _change(random)]
    return _looping(random)


def _followed(steps: list[_Step], row: _Row, *, without: int = 0, jumps: bool = True) -> list[str]:
    """The lines of the trace; with the step `without` left out, or with no heed to jumps.

    Cut where it goes on long; empty where the row becomes too short to go on with.
    """
    at = 1
    lines: list[str] = []
    while at <= len(steps) and len(lines) <= _LONGEST:
        if at == without:
            at += 1
            continue
        if len(row) < _SHORTEST:
            return []
        row, following = steps[at - 1].does(row)
        lines.append(f"{at}: {' '.join(str(number) for number in row)}")
        following = following if jumps else 0
        at = following if following > 0 else at + 1 - following
    return lines


def _make(level: Level, seed: str) -> Instance:
    random = draws(_ID, level, seed)
    while True:
        row = random.sample(range(2, 13), 5)
        steps = _steps(level, random)
        lines = _followed(steps, row)
        if _FEWEST[level] <= len(lines) < _LONGEST:
            break
    told = "\n".join(f"{at}. {step.text}" for at, step in enumerate(steps, 1))
    task = f"Here is a row of numbers: {' '.join(map(str, row))}\n\nThe procedure:\n{told}\n\n{_HOW} {BY_HEAD}"
    last = len(steps) - 1
    wrong = {
        "step 2 is left out": _followed(steps, row, without=2),
        f"step {last} is left out": _followed(steps, row, without=last),
        "no heed to what says where to go on": _followed(steps, row, jumps=False),
        "the last line is missing": lines[:-1],
        "the first two steps are one line": lines[1:],
    }
    misses = [NearMiss(what, _said(made)) for what, made in wrong.items() if made != lines]
    return Instance(task, lines, _said(lines), tuple(misses))


def _said(lines: list[str]) -> Solution:
    return Solution(answer="\n".join([_TRACE, *lines]))


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    lines = [line.strip() for line in attempt.answer[-MOST:].splitlines()]
    marks = [at for at, line in enumerate(lines) if line.strip("*#`: ").upper() == _TRACE]
    if not marks:
        return failed(f"there is no line `{_TRACE}`")
    told = [line for line in lines[marks[-1] + 1 :] if line.strip("`~ ")]
    truth = cast("list[str]", instance.truth)
    for at, wanted in enumerate(truth):
        if at >= len(told):
            return failed(f"line {at + 1} of the trace is missing: {wanted}")
        if _read(told[at]) != wanted:
            return failed(f"line {at + 1} of the trace must be {wanted!r}, not {told[at][:80]!r}")
    if len(told) > len(truth):
        return failed(f"line {len(truth) + 1} of the trace is too much: {told[len(truth)][:80]!r}")
    why = by_program(attempt)
    return failed(why) if why else PASSED


def _read(line: str) -> str:
    """`- 2. [4, 8]` as `2: 4 8`."""
    found = _LINE.match(line)
    return f"{int(found[1])}: {' '.join(re.findall(r'-?[0-9]+', found[2]))}" if found else ""


PROBE: Final = Probe(_ID, "2026-11-28", "answer", _make, _judge)
