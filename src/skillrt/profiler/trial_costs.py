"""What one trial is reckoned to take before it is run: a guess from the instance of the probe, and what was seen."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.gateway.assembly.prices import cost_of
from skillrt.primitives.probing import Instance, Probe
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import Target
from skillrt.wire.exchange import Usage

ANSWER_SECONDS: Final = 5.0
"""What an answer of a model takes, where nothing is known of it."""
_START_SECONDS: Final = 2.0  # a harness's start and end
_CHARACTERS: Final = 4  # a token
_PICTURE: Final = 1500  # tokens, as vendors' pages say of pictures of a million pixels; their bytes say nothing
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp")
Cell = tuple[str, int]
"""A primitive and one of its levels, 1 to 3."""


class _Overheads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    date: str
    other: int
    tokens: dict[str, int]


def guess(target: Target, probe: Probe, trial: Trial) -> Spent:
    """One trial of the level of `trial`. Money is 0 where the price of the model is not known."""
    instance = probe.make(trial.name, trial.instance_seed)
    turns = len(instance.reference.turns) + 1
    task, read, said = _sizes(instance)
    extra = overhead(target.harness.name)
    # each request repeats what was read and said before it: equal parts, after every request but the last
    repeated = (read + said) * turns / 2 if turns > 1 else 0.0
    asked = round(turns * (extra + task) + repeated)
    money = cost_of(target.model, Usage(input=asked, output=said)) or 0.0
    return Spent(asked + said, money, turns * ANSWER_SECONDS + _START_SECONDS)


def overhead(harness: str) -> int:
    """Tokens that a harness adds to each request."""
    table = _overheads()
    return table.tokens.get(harness, table.other)


class Reckoning:
    """What the next trial of a cell takes: as much as its dearest so far, and before there was one its guess and by
    how much guesses were exceeded so far. Without guesses that is the dearest trial so far, of whatever cell; so it
    is with seconds, since nothing is known of how fast a model answers.
    """

    def __init__(self, guesses: Mapping[Cell, Spent]) -> None:
        self._guesses = {cell: Spent(item.tokens, item.money) for cell, item in guesses.items()}
        self._dearest: dict[Cell, Spent] = {}
        self._beyond = Spent()

    def learn(self, trial: Trial, ended: Ended) -> None:
        """A trial has ended. One that does not count broke off somewhere, and says nothing of what others take."""
        if not ended.counts:
            return
        spent = ended.spent
        cell = (trial.primitive, trial.level)
        self._dearest[cell] = self._dearest.get(cell, Spent()).most(spent)
        expected = self._guesses.get(cell, Spent())
        beyond = Spent(spent.tokens - expected.tokens, spent.money - expected.money, spent.seconds - expected.seconds)
        self._beyond = self._beyond.most(beyond)

    def of(self, trial: Trial) -> Spent:
        """What `trial` will take."""
        cell = (trial.primitive, trial.level)
        return self._dearest.get(cell) or self._guesses.get(cell, Spent()).plus(self._beyond)


def _sizes(instance: Instance) -> tuple[int, int, int]:
    """Tokens of the task, of what there is to read (files, pages), and of what is said."""
    files = (*instance.files.items(), *instance.pages.items())
    pictures = sum(path.lower().endswith(_PICTURES) for path, _ in files)
    read = sum(len(data) for path, data in files if not path.lower().endswith(_PICTURES))
    steps = (value for turn in instance.reference.turns for step in turn for value in step.arguments.values())
    said = len(instance.reference.answer) + sum(len(value) for value in steps)
    return len(instance.task) // _CHARACTERS, read // _CHARACTERS + pictures * _PICTURE, max(said // _CHARACTERS, 20)


@cache
def _overheads() -> _Overheads:
    text = (resources.files("skillrt.profiler") / "overheads.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Overheads)
