"""The protocol as a state machine, and its errors against known truth."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.profiler.chart import Bounds
from skillrt.profiler.prior import Prior
from skillrt.profiler.protocol import (
    Budget,
    Design,
    Spent,
    State,
    counts,
    next_trial,
    observe,
    profile_levels,
    verdict,
)
from skillrt.targets import Capabilities, Count, Measured, Named, OwnProfile, ProfileOptions, capabilities_of

PRIORS = (Prior(), Prior((0.05, 0.05, 0.05, 0.85), "test"), Prior((0.85, 0.05, 0.05, 0.05), "test"))
BOUNDS = (Bounds(), Bounds(alpha=0.1, beta=0.1), Bounds(alpha=0.35, beta=0.3))
DESIGNS = st.builds(Design, st.sampled_from(BOUNDS), st.booleans(), st.sampled_from(PRIORS))
COSTS = st.builds(Spent, st.integers(0, 50), st.integers(0, 8).map(float), st.integers(0, 8).map(float))
RESULTS = st.lists(st.booleans(), min_size=700, max_size=700)
OBSERVED = st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=40)


def run(rates: tuple[float, ...], design: Design, rng: random.Random, budget: Budget | None = None) -> State:
    state = State(design, budget or Budget())
    while (level := next_trial(state)) is not None:
        state = observe(state, level, rng.random() < rates[level - 1])
    return state


def statuses(state: State) -> list[str]:
    return [level.status for level in verdict(state).levels]


@settings(max_examples=60)
@given(DESIGNS, st.randoms(use_true_random=False), st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]))
def test_it_always_ends_decided_and_promises_only_then(design: Design, rng: random.Random, rate: float) -> None:
    state = State(design)
    for _ in range(9 * design.chart().most + 1):
        level = next_trial(state)
        if level is None:
            break
        assert verdict(state).promised is None
        assert verdict(state).stopped == "going on"
        state = observe(state, level, rng.random() < rate)
    said = verdict(state)
    assert next_trial(state) is None
    assert said.stopped == "decided"
    assert said.promised == design.bounds
    assert {level.status for level in said.levels} <= {"held", "missing"}
    assert not design.ordered or not said.contradicts


@given(DESIGNS, OBSERVED)
def test_trials_after_the_end_count_and_change_no_verdict(design: Design, late: list[tuple[int, bool]]) -> None:
    done = run((0.9, 0.7, 0.2), design, random.Random(1))
    after = done
    for level, passed in late:
        after = observe(after, level, passed)
        assert next_trial(after) is None
    assert statuses(after) == statuses(done)
    assert sum(item.trials for item in counts(after)) == sum(item.trials for item in counts(done)) + len(late)


@given(DESIGNS, OBSERVED, st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_the_order(design: Design, seen: list[tuple[int, bool]], rng: random.Random) -> None:
    first, second = State(design), State(design)
    for level, passed in seen:
        first = observe(first, level, passed)
    for level, passed in rng.sample(seen, len(seen)):
        second = observe(second, level, passed)
    assert counts(first) == counts(second)
    assert profile_levels(first) == profile_levels(second)
    for level in (1, 2, 3):
        of_level = [passed for at, passed in seen if at == level]
        assert counts(first)[level - 1] == counts(second)[level - 1]
        assert (counts(first)[level - 1].passes, counts(first)[level - 1].trials) == (sum(of_level), len(of_level))


@settings(max_examples=60)
@given(DESIGNS, st.integers(0, 30), st.integers(0, 300), st.lists(COSTS, min_size=40, max_size=40), st.randoms())
def test_budgets_are_respected(
    design: Design, trials: int, tokens: int, costs: list[Spent], rng: random.Random
) -> None:
    state = State(design, Budget(trials, tokens, money=60.0, seconds=60.0))
    for cost in costs:
        level = next_trial(state)
        if level is None:
            break
        known = state.dearest
        state = observe(state, level, rng.random() < 0.65, cost)
        # only a trial dearer than every one before it can overdraw
        assert cost.tokens > known.tokens or state.spent.tokens <= tokens
        assert cost.money > known.money or state.spent.money <= 60
        assert cost.seconds > known.seconds or state.spent.seconds <= 60
    said = verdict(state)
    assert sum(item.trials for item in counts(state)) <= trials
    assert (said.promised is None) == (said.stopped != "decided")
    assert said.stopped == "decided" or {"doubtful", "unmeasured"} & set(statuses(state))


@pytest.mark.parametrize("part", ["trials", "tokens", "money", "seconds"])
def test_a_stop_by_a_budget_says_which_and_promises_nothing(part: str) -> None:
    state = State(budget=Budget(**{part: 2}))
    while (level := next_trial(state)) is not None:
        state = observe(state, level, True, Spent(1, 1.0, 1.0))
    said = verdict(state)
    assert (said.stopped, said.promised) == (part, None)
    assert sorted(statuses(state)) == ["doubtful", "unmeasured", "unmeasured"]
    assert [level.how for level in said.levels] == ["open"] * 3


def test_no_budget_left_means_no_trial_at_all() -> None:
    assert next_trial(State(budget=Budget(tokens=0))) is None
    assert statuses(State()) == ["unmeasured"] * 3


def test_a_trial_of_a_level_that_was_not_asked_for_decides_nothing() -> None:
    state = State()
    asked = next_trial(state)
    other = next(level for level in (1, 2, 3) if level != asked)
    for _ in range(30):
        state = observe(state, other, False)
    assert next_trial(state) == asked
    assert statuses(state)[other - 1] == "doubtful"


@pytest.mark.parametrize("level", [0, 4, -1])
def test_other_levels_are_refused(level: int) -> None:
    with pytest.raises(ValueError, match="levels are 1 to 3"):
        observe(State(), level, True)


@pytest.mark.parametrize("highest", [0, 1, 2, 3])
@pytest.mark.parametrize("ordered", [True, False])
def test_clear_targets_are_told(highest: int, ordered: bool) -> None:
    rates = tuple(1.0 if level <= highest else 0.0 for level in (1, 2, 3))
    state = run(rates, Design(ordered=ordered), random.Random(0))
    assert statuses(state) == ["held" if rate else "missing" for rate in rates]
    assert {level.how for level in verdict(state).levels} <= {"tested", "implied"}
    assert ordered or "implied" not in {level.how for level in verdict(state).levels}


def test_a_higher_level_that_passes_while_a_lower_one_fails_is_tested_again_and_stands_if_it_does() -> None:
    state = run((0.0, 1.0, 1.0), Design(ordered=False), random.Random(0))
    assert statuses(state) == ["missing", "held", "held"]
    assert verdict(state).contradicts
    assert [len(row.tests) for row in state.rows] == [2, 2, 2]


def test_a_contradiction_by_chance_is_mended_by_testing_again() -> None:
    design = Design(ordered=False)
    once = run((0.0, 0.0, 1.0), design, random.Random(0))
    state = State(design)
    while (level := next_trial(state)) is not None:
        state = observe(state, level, level == 3 and _first_test(state))
    assert statuses(once)[2] == "held"
    assert statuses(state) == ["missing"] * 3
    assert not verdict(state).contradicts
    assert [len(row.tests) for row in state.rows] == [1, 1, 3]


def _first_test(state: State) -> bool:
    """Whether the next trial of L3 is one of its first test."""
    tests = state.rows[2].tests
    return not tests or (len(tests) == 1 and state.design.chart().answer(*tests[0]) is None)


def test_before_it_was_tested_again_a_contradiction_is_in_doubt() -> None:
    state = run((0.0, 0.0, 1.0), Design(ordered=False), random.Random(0), Budget(trials=_until_retest()))
    assert statuses(state) == ["doubtful"] * 3
    assert verdict(state).stopped == "trials"


def _until_retest() -> int:
    state = State(Design(ordered=False))
    while all(len(row.tests) < 2 for row in state.rows):
        level = next_trial(state)
        assert level is not None
        state = observe(state, level, level == 3)
    return sum(row.trials for row in state.rows) - 1


@pytest.mark.parametrize("rates", [(0.5, 0.5, 0.5), (0.8, 0.8, 0.8), (0.8, 0.5, 0.5), (0.8, 0.8, 0.5)])
@pytest.mark.parametrize(
    "design", [Design(), Design(prior=PRIORS[1]), Design(prior=PRIORS[2]), Design(ordered=False)]
)
def test_at_the_hardest_rates_the_errors_stay_within_the_bounds(rates: tuple[float, ...], design: Design) -> None:
    rng, runs = random.Random(29), 1200
    wrong = [0, 0, 0]
    for _ in range(runs):
        for index, status in enumerate(statuses(run(rates, design, rng))):
            wrong[index] += (status == "held") != (rates[index] >= 0.8)
    # three standard errors of chance above the bound, which exact sums in test_order.py do without
    assert max(wrong) / runs <= 0.2 + 3 * (0.2 * 0.8 / runs) ** 0.5


@pytest.mark.parametrize(
    "design", [Design(), Design(prior=PRIORS[1]), Design(prior=PRIORS[2]), Design(ordered=False)]
)
def test_no_end_of_a_test_reads_as_the_opposite_in_a_profile(design: Design) -> None:
    """Every end that there is, with the default bounds and the default bar."""
    chart = design.chart()
    found, ends = {(0, 0)}, 0
    for trials in range(chart.most + 1):
        for passes in range(trials + 1):
            if (passes, trials) not in found:
                continue
            answer = chart.answer(passes, trials)
            if answer is None:
                found |= {(passes, trials + 1), (passes + 1, trials + 1)}
                continue
            ends += 1
            counted = Measured("reason.logic", (Count(passes, trials), Count(), Count()))
            status = Capabilities("measured", measured=(counted,)).status("reason.logic", 1)
            assert status in ({"held", "doubtful"} if answer else {"missing", "doubtful"})
    assert ends > chart.most // 2


def test_the_counts_are_a_profile_file() -> None:
    state = run((0.95, 0.9, 0.2), Design(), random.Random(3))
    own = OwnProfile(model="a", harness="b", date="2026-11-28", primitives={"reason.logic": profile_levels(state)})
    found = capabilities_of("a", "b", ProfileOptions(own=(Named("p.json", own),)))
    for level in (1, 2, 3):
        count = counts(state)[level - 1]
        assert found.trials("reason.logic", level) == (count.passes, count.trials)
