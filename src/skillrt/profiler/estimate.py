"""What a profile will take, before it is measured: trials, tokens, money and time. A guess, and called so."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.gateway.assembly.prices import cost_of, prices
from skillrt.primitives.probing import Instance, Probe
from skillrt.profiler.chart import mean_trials
from skillrt.profiler.protocol import Design
from skillrt.profiler.standing import Row
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import Target
from skillrt.wire.exchange import Usage

_ANSWER_SECONDS: Final = 5.0  # an answer of a model, where nothing is known of it
_START_SECONDS: Final = 2.0  # a harness's start and end
_DEAREST: Final = 3
_CHARACTERS: Final = 4  # a token
_HARD: Final = (0.55, 0.75)  # rates that need the most trials


class Estimate(msgspec.Struct, frozen=True):
    """`trials` as a mean over all rates alike, `most` where every level lies between held and missing.

    `dollars` None: the price of the model is not known. `seconds` with the trials at once that were asked for.
    `known` trials are in the journal and are not run again. `dearest` are the primitives that take the most tokens,
    with their number. `basis` says what it is guessed from.
    """

    primitives: int
    known: int
    trials: int
    most: int
    tokens: int
    dollars: float | None
    seconds: float
    basis: str
    dearest: tuple[tuple[str, int], ...] = ()


class _Overheads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    date: str
    other: int
    tokens: dict[str, int]


class _Each(msgspec.Struct, frozen=True):
    input: float
    output: float
    seconds: float


def estimate(
    target: Target,
    probes: Mapping[str, Probe],
    designs: Mapping[str, Design],
    known: Mapping[Trial, Ended],
    seed: str,
    jobs: int,
) -> Estimate:
    """The estimate. Where trials of a level are known, the others are taken to be like them."""
    total = hardest = tokens_in = tokens_out = seconds = 0.0
    used: set[Trial] = set()
    by_name: dict[str, int] = {}
    for name, design in designs.items():
        row = Row(name, probes[name], design, seed, known)
        used |= {trial for trial in known if trial.primitive == name}
        if row.is_done:
            continue
        mean, most = trials_of(design)
        done = sum(item.trials for item in row.rows)
        levels = design.levels
        each = [_each(target, probes[name], Trial(name, level, 0, seed), known) for level in levels]
        left, share = max(mean - done, 1.0), 1 / len(levels)
        total += left
        hardest += max(most - done, left)
        read, said = (left * share * sum(part) for part in zip(*((i.input, i.output) for i in each), strict=True))
        tokens_in += read
        tokens_out += said
        by_name[name] = round(read + said)
        seconds += left * share * sum(item.seconds for item in each)
    return Estimate(
        primitives=len(designs),
        known=len(used),
        trials=round(total),
        most=round(hardest),
        tokens=round(tokens_in + tokens_out),
        dollars=cost_of(target.model, Usage(input=round(tokens_in), output=round(tokens_out))),
        seconds=seconds / max(jobs, 1),
        basis=f"{_ANSWER_SECONDS:g} s an answer, {overhead(target.harness.name):,} tokens that the harness adds to "
        f"each request, prices of {prices().date}; trials that are known count instead",
        dearest=tuple(sorted(by_name.items(), key=lambda item: (-item[1], item[0]))[:_DEAREST]),
    )


def trials_of(design: Design) -> tuple[float, float]:
    """The mean number of trials over all rates alike, and over rates that decide slowly.

    What is tested again where levels clash is not in it: where rates fall with the level that is a twentieth.
    """
    chart = design.chart()
    if design.ordered:
        from skillrt.profiler.order import best_plan  # the plan knows its own mean

        mean = best_plan(design.bounds, design.prior).trials
    else:
        mean = len(design.levels) * mean_trials(chart)
    return mean, len(design.levels) * mean_trials(chart, *_HARD)


def overhead(harness: str) -> int:
    """Tokens that a harness adds to each request."""
    table = _overheads()
    return table.tokens.get(harness, table.other)


def _each(target: Target, probe: Probe, trial: Trial, known: Mapping[Trial, Ended]) -> _Each:
    """One trial of the level of `trial`."""
    same = [
        ended.spent
        for other, ended in known.items()
        if (other.primitive, other.level) == (trial.primitive, trial.level) and ended.counts
    ]
    if same:
        count = len(same)
        return _Each(sum(item.tokens for item in same) / count, 0.0, sum(item.seconds for item in same) / count)
    instance = probe.make(trial.name, trial.instance_seed)
    turns = len(instance.reference.turns) + 1
    task, read, said = _sizes(instance)
    extra = overhead(target.harness.name)
    # each request repeats what was read and said before it
    asked = turns * (extra + task) + (read + said) * (turns - 1) / 2
    return _Each(asked, float(said), turns * _ANSWER_SECONDS + _START_SECONDS)


def _sizes(instance: Instance) -> tuple[int, int, int]:
    """Tokens of the task, of what there is to read (files, pages), and of what is said."""
    read = sum(len(data) for data in (*instance.files.values(), *instance.pages.values()))
    steps = (value for turn in instance.reference.turns for step in turn for value in step.arguments.values())
    said = len(instance.reference.answer) + sum(len(value) for value in steps)
    return len(instance.task) // _CHARACTERS, read // _CHARACTERS, max(said // _CHARACTERS, 20)


@cache
def _overheads() -> _Overheads:
    text = (resources.files("skillrt.profiler") / "overheads.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Overheads)
