import random

from skillrt.profiler import Bounds, Design, next_trial
from skillrt.profiler.estimate import estimate, overhead, trials_of
from skillrt.profiler.protocol import Spent, State, observe
from skillrt.profiler.selection import select
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import parse_target
from tests.profiler.sample_probes import PROBES

TARGET = parse_target("gpt-5.1-codex@bare")
CHOSEN = select(TARGET, PROBES, (), (1, 2, 3), Bounds())


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
    one = estimate(TARGET, CHOSEN.probes, CHOSEN.designs, {}, "1", 1)
    eight = estimate(TARGET, CHOSEN.probes, CHOSEN.designs, {}, "1", 8)
    assert one.seconds == 8 * eight.seconds
    assert (one.trials, one.tokens, one.dollars) == (eight.trials, eight.tokens, eight.dollars)
    assert one.trials < one.most
    assert one.dollars
    assert one.primitives == 3


def test_a_model_without_a_price_has_none():
    unknown = parse_target("nobody/knows@bare")
    assert estimate(unknown, CHOSEN.probes, CHOSEN.designs, {}, "1", 1).dollars is None


def test_what_is_known_is_not_reckoned_again_and_others_are_taken_to_be_like_it():
    passed = Ended(outcome="passed", spent=Spent(1_000_000, 1.0, 500.0))
    known = {
        Trial(name, level, number, "1"): passed for name in PROBES for level in (1, 2, 3) for number in range(30)
    }
    done = estimate(TARGET, CHOSEN.probes, CHOSEN.designs, known, "1", 1)
    assert (done.trials, done.tokens, done.seconds, done.known) == (0, 0, 0.0, len(known))
    some = {trial: ended for trial, ended in known.items() if trial.number == 0}
    assert estimate(TARGET, CHOSEN.probes, CHOSEN.designs, some, "1", 1).tokens > 1_000_000


def test_harnesses_that_are_not_listed_are_guessed():
    assert 0 < overhead("bare") < overhead("claude-code")
    assert overhead("another") == 10_000
