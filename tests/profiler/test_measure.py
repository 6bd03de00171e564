import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from skillrt.primitives.probing import Probe
from skillrt.profiler import Budget, Design
from skillrt.profiler.measure import Asked, Measured, Progress, measure
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trials import Ended, Trial
from tests.profiler.sample_probes import PROBES

FOUND: dict[str, Probe] = {name: probe for name, probe in PROBES.items() if probe}
Busy = Callable[[float, float], None]


def truth(trial: Trial) -> Ended:
    rate = (0.95, 0.7, 0.2)[trial.level - 1]
    outcome = "passed" if random.Random(trial.instance_seed).random() < rate else "failed"
    return Ended(outcome=outcome, spent=Spent(100, 0.01, 0.01))


class Played:
    """Ends each trial after a while of its own; counts how many ran at once."""

    def __init__(self, judge: Callable[[Trial], Ended] = truth) -> None:
        self.judge = judge
        self.now = self.most = 0
        self.began: list[Trial] = []

    async def __call__(self, trial: Trial, probe: Probe, busy: Busy) -> Ended:
        self.began.append(trial)
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(random.Random(trial.instance_seed).random() / 200)
        finally:
            self.now -= 1
        return self.judge(trial)


def asked(jobs: int = 1, budget: Budget | None = None) -> Asked:
    designs = {name: Design(ordered=False) for name in FOUND}
    return Asked("s", FOUND, designs, budget or Budget(), jobs, back_off=0.001)


def run(
    played: Played, given: Asked, known: dict[Trial, Ended] | None = None, said: list[Progress] | None = None
) -> tuple[Measured, dict[Trial, Ended]]:
    kept: dict[Trial, Ended] = {}
    found = asyncio.run(
        measure(given, known or {}, played, kept.__setitem__, said.append if said is not None else lambda _: None)
    )
    return found, kept


def rows(found: Measured) -> list[object]:
    return [item.state.rows for item in found.standings]


def test_eight_at_once_say_what_one_says_with_the_same_trials():
    one, eight = Played(), Played()
    single, kept = run(one, asked())
    many, _ = run(eight, asked(8))
    assert rows(single) == rows(many)
    assert sorted(map(str, one.began)) == sorted(map(str, eight.began))
    assert (one.most, eight.most > 3) == (1, True)
    assert set(kept) == set(one.began)
    assert (single.stopped, single.fresh) == ("", len(one.began))
    assert all(item.verdict.stopped == "decided" for item in single.standings)


def test_it_tells_where_it_stands_after_each_trial():
    said: list[Progress] = []
    found, _ = run(Played(), asked(2), said=said)
    assert [item.fresh for item in said] == list(range(1, found.fresh + 1))
    assert (said[-1].decided, said[-1].primitives, said[-1].tokens) == (3, 3, 100 * found.fresh)


def test_cancelled_what_has_ended_is_kept_and_not_run_again():
    whole, _ = run(Played(), asked(3))
    kept: dict[Trial, Ended] = {}
    first = Played()

    async def broken_off() -> None:
        def keep(trial: Trial, ended: Ended) -> None:
            kept[trial] = ended
            if len(kept) == 7:
                task.cancel()

        task = asyncio.ensure_future(measure(asked(3), {}, first, keep))
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(broken_off())
    assert first.now == 0
    second = Played()
    resumed, _ = run(second, asked(3), kept)
    assert rows(resumed) == rows(whole)
    assert not set(second.began) & set(kept)
    assert resumed.fresh == whole.fresh - len(kept)


def test_trials_that_say_nothing_are_run_again_and_never_counted():
    tries: dict[Trial, int] = {}

    def flaky(trial: Trial) -> Ended:
        tries[trial] = tries.get(trial, 0) + 1
        return Ended(outcome="void", why="overloaded") if tries[trial] < 3 else truth(trial)

    found, kept = run(Played(flaky), asked(2))
    assert rows(found) == rows(run(Played(), asked())[0])
    assert {item.outcome for item in kept.values()} == {"passed", "failed"}
    assert set(tries.values()) == {3}


def test_a_provider_that_is_down_stops_all_and_says_why():
    played = Played(lambda trial: Ended(outcome="void", why="the provider failed: 503"))
    found, kept = run(played, asked(1))
    assert {item.open_because for item in found.standings} == {"the provider failed: 503"}
    assert all(not row.trials for item in found.standings for row in item.state.rows)
    assert len(played.began) == 9, "three primitives, three tries each"
    assert {item.outcome for item in kept.values()} == {"void"}


def test_a_refused_key_stops_all_at_once():
    played = Played(lambda trial: Ended(outcome="void", why="401", hopeless=True))
    found, _ = run(played, asked(1))
    assert (found.stopped, len(played.began)) == ("401", 1)
    assert {item.open_because for item in found.standings} == {"401"}


@pytest.mark.parametrize(
    ("budget", "words", "trials"),
    [(Budget(trials=7), "trials", 7), (Budget(tokens=900), "tokens", 9), (Budget(money=0.05), "money", 5)],
)
@pytest.mark.parametrize("jobs", [1, 4])
def test_a_budget_is_never_overdrawn_and_what_is_open_is_said(budget: Budget, words: str, trials: int, jobs: int):
    played = Played()
    found, _ = run(played, asked(jobs, budget))
    assert len(played.began) == trials
    assert found.stopped == f"the budget of {words} is spent"
    opened = [item for item in found.standings if item.verdict.stopped != "decided"]
    assert opened
    assert {item.open_because for item in opened} == {found.stopped}
    assert all(item.verdict.promised is None for item in opened)


def test_the_first_primitives_are_finished_before_others_are_begun():
    whole, _ = run(Played(), asked())
    first = sum(row.trials for row in whole.standings[0].state.rows)
    found, _ = run(Played(), asked(1, Budget(trials=first + 2)))
    assert [item.verdict.stopped for item in found.standings] == ["decided", "going on", "going on"]


def test_a_primitive_that_the_budget_has_no_room_for_leaves_room_for_cheaper_ones():
    """The first is so dear that a trial of it would overdraw: it is left, and the others are decided."""
    names = list(FOUND)
    guesses = {(name, level): Spent(100_000 if name == names[0] else 100) for name in names for level in (1, 2, 3)}
    played = Played()
    found, _ = run(played, replace(asked(2, Budget(tokens=90_000)), guesses=guesses))
    assert [item.verdict.stopped for item in found.standings] == ["going on", "decided", "decided"]
    assert found.stopped == "the budget of tokens is spent"
    assert names[0] not in {trial.primitive for trial in played.began}
    assert found.standings[0].open_because == found.stopped


def test_a_budget_that_is_less_than_a_trial_is_told_and_spends_nothing():
    guesses = {(name, level): Spent(5000, 0.25) for name in FOUND for level in (1, 2, 3)}
    played = Played()
    given = replace(asked(2, Budget(tokens=4000)), guesses=guesses)
    found, _ = run(played, given)
    assert (played.began, found.fresh) == ([], 0)
    assert found.stopped == "the budget of tokens is less than the first trial is reckoned to take (about 5,000)"
    found, _ = run(played, replace(given, budget=Budget(money=0.2)))
    assert "(about 0.2500 $)" in found.stopped


def test_a_guess_that_was_far_too_low_overdraws_by_what_was_begun_before_it_was_known():
    """One trial alone at first, however many may run at once."""
    played = Played(lambda trial: Ended(outcome="passed", spent=Spent(1000, 0.1, 0.01)))
    guesses = {(name, level): Spent(1) for name in FOUND for level in (1, 2, 3)}
    found, _ = run(played, replace(asked(4, Budget(tokens=900)), guesses=guesses))
    assert (found.fresh, found.stopped) == (1, "the budget of tokens is spent")


def test_a_budget_of_time_begins_nothing_that_would_end_late():
    def slow(trial: Trial) -> Ended:
        time.sleep(0.05)
        return Ended(outcome="passed", spent=Spent(seconds=0.05))

    played = Played(slow)
    found, _ = run(played, asked(1, Budget(seconds=0.3)))
    assert found.stopped == "the budget of time is spent"
    assert 1 <= found.fresh <= 6
    opened = [item for item in found.standings if item.verdict.stopped != "decided"]
    assert {item.verdict.promised for item in opened} == {None}


def test_a_provider_that_says_it_is_too_much_slows_all_down():
    class Limited(Played):
        async def __call__(self, trial: Trial, probe: Probe, busy: Busy) -> Ended:
            if self.now >= 2:
                busy(time.time(), 0.0)
            return await super().__call__(trial, probe, busy)

    played = Limited()
    found, _ = run(played, asked(8))
    assert found.slowed >= 1
    assert rows(found) == rows(run(Played(), asked())[0])
