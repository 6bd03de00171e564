import itertools

from hypothesis import given
from hypothesis import strategies as st

from skillrt.profiler import Budget, Design, State, next_trial, observe
from skillrt.profiler.ahead import sure


@given(st.booleans(), st.lists(st.booleans(), max_size=25))
def test_whatever_comes_out_all_of_them_are_asked_for(ordered: bool, results: list[bool]):
    state = State(Design(ordered=ordered))
    for passed in results:
        level = next_trial(state)
        if level is None:
            break
        state = observe(state, level, passed)
    level, count = sure(state, 4)
    assert level == next_trial(state)
    assert (level is None) == (count == 0)
    for outcomes in itertools.product((False, True), repeat=max(count - 1, 0)):
        after = state
        for passed in outcomes:
            after = observe(after, level or 1, passed)
        assert next_trial(after) == level


def test_at_the_start_two_fails_would_decide_so_two_are_sure():
    assert sure(State(Design(ordered=False)), 16)[1] == 2
    assert sure(State(Design(ordered=False)), 1)[1] == 1


def test_a_budget_bounds_them():
    assert sure(State(Design(ordered=False), Budget(trials=1)), 16)[1] == 1
