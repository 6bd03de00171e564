import random

from skillrt.profiler import Bounds, Design, next_trial
from skillrt.profiler.estimate import (
    Estimate,
    cheapest_first,
    estimate,
    guesses_of,
    shares_of,
    trials_of,
    with_budget,
)
from skillrt.profiler.protocol import Budget, Spent, State, observe
from skillrt.profiler.selection import select
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import Target, parse_target
from tests.profiler.sample_probes import PROBES

TARGET = parse_target("gpt-5.1-codex@bare")
CHOSEN = select(TARGET, PROBES, (), (1, 2, 3), Bounds())


def estimated(known: dict[Trial, Ended] | None = None, jobs: int = 1, target: Target = TARGET) -> Estimate:
    guesses = guesses_of(target, CHOSEN.probes, CHOSEN.designs, "1")
    shares = shares_of(CHOSEN.probes, CHOSEN.designs, known or {}, guesses, "1")
    return estimate(target, CHOSEN.designs, known or {}, shares, jobs)


def test_the_mean_of_trials_is_what_measuring_takes():
    design, rng, total = Design(ordered=False), random.Random(3), 0
    for _ in range(600):
        rates = sorted((rng.random() for _ in range(3)), reverse=True)
        state = State(design)
        while (level := next_trial(state)) is not None:
            state = observe(state, level, rng.random() < rates[level - 1])
        total += sum(row.trials for row in state.rows)
    # what is tested again because levels clash is not in it
    assert 0.9 < total / 600 / trials_of(design)[0] < 1.2


def test_more_at_once_take_less_time_and_nothing_else_changes():
    one, eight = estimated(), estimated(jobs=8)
    assert one.seconds == 8 * eight.seconds
    assert (one.trials, one.tokens, one.dollars) == (eight.trials, eight.tokens, eight.dollars)
    assert one.trials < one.most
    assert one.dollars
    assert one.primitives == 3


def test_a_model_without_a_price_has_none():
    assert estimated(target=parse_target("nobody/knows@bare")).dollars is None


def test_what_is_known_is_not_reckoned_again_and_others_are_taken_to_be_like_it():
    passed = Ended(outcome="passed", spent=Spent(1_000_000, 1.0, 500.0))
    known = {
        Trial(name, level, number, "1"): passed for name in PROBES for level in (1, 2, 3) for number in range(30)
    }
    done = estimated(known)
    assert (done.trials, done.tokens, done.seconds, done.known) == (0, 0, 0.0, len(known))
    some = {trial: ended for trial, ended in known.items() if trial.number == 0}
    assert estimated(some).tokens > 1_000_000


def test_the_cheapest_come_first_and_of_equals_the_first():
    whole = estimated()
    order = list(cheapest_first(CHOSEN.designs, whole.shares))
    tokens = {item.primitive: item.tokens for item in whole.shares}
    assert [tokens[name] for name in order] == sorted(tokens.values())
    assert list(cheapest_first(CHOSEN.designs, ())) == list(CHOSEN.designs)


def test_how_far_a_budget_goes():
    whole = estimated()
    first = whole.shares[0]
    assert (whole.within, whole.short) == (3, "")
    assert (with_budget(whole, Budget(), 1).within, with_budget(whole, Budget(tokens=10**9), 1).short) == (3, "")
    for budget, short in (
        (Budget(trials=round(first.trials) + 1), "trials"),
        (Budget(tokens=round(first.tokens) + 1), "tokens"),
        (Budget(money=first.money * 1.01), "money"),
        (Budget(seconds=first.seconds * 1.01), "time"),
    ):
        found = with_budget(whole, budget, 1)
        assert (found.within, found.short) == (1, short)
    both = with_budget(whole, Budget(trials=1, tokens=10**9), 1)
    assert (both.within, both.short) == (0, "trials")
    assert with_budget(whole, Budget(seconds=first.seconds * 1.01), 8).within == 3
