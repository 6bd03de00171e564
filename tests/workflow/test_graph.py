import random

import pytest

from skillrt.errors import InputError
from skillrt.workflow.graph import ancestors, critical_path, graph_from, graph_of, remaining
from tests.workflow.records import edges, region, step


def graph(names: str, *pairs: str, kind="data", regions=()):
    return graph_of([step(name, "true") for name in names], edges(*pairs, kind=kind), regions)


def test_before_and_after_by_number():
    found = graph("abc", "a>c", "b>c", "a>elsewhere")
    assert found.before == ((), (), (0, 1))
    assert found.after == ((2,), (2,), ())


def test_steps_that_wait_for_each_other_are_refused():
    with pytest.raises(InputError, match="`b`, `c`"):
        graph("abc", "a>b", "b>c", "c>b")


def test_the_same_id_twice_is_refused():
    with pytest.raises(InputError, match="same id"):
        graph("aa")


def test_the_longest_way_and_what_remains():
    found = graph("abcd", "a>b", "a>c", "b>d", "c>d")
    seconds = [1.0, 5.0, 2.0, 1.0]
    assert remaining(found, seconds) == [7.0, 6.0, 3.0, 1.0]
    assert critical_path(found, seconds) == [0, 1, 3]


def test_order_does_not_hold_inside_a_region_and_holds_around_it():
    found = graph("abcde", "a>b", "b>c", "c>d", "d>e", kind="order", regions=[region("b", "c", "d")])
    assert found.before == ((), (0,), (0,), (0,), (1, 2, 3))


def test_data_inside_a_region_hold():
    steps = [step(name, "true") for name in "abc"]
    pairs = (*edges("a>b"), *edges("a>b", "b>c", kind="order"))
    assert graph_of(steps, pairs, [region("a", "b", "c")]).before == ((), (0,), (0,))


def test_a_region_of_one_operation_over_many_items_loosens_nothing():
    found = graph("ab", "a>b", kind="order", regions=[region("a", "b", kind="data")])
    assert found.before == ((), (0,))


def test_loosening_keeps_everything_else_in_order():
    """On random graphs: pairs that were in order still are, unless both are members."""
    for seed in range(60):
        draw = random.Random(seed)
        names = [f"s{number}" for number in range(9)]
        pairs = [f"s{draw.randrange(number)}>s{number}" for number in range(1, 9) for _ in range(2)]
        members = frozenset(draw.sample(names, 4))
        steps = [step(name, "true") for name in names]
        tight = _reach(graph_of(steps, edges(*pairs, kind="order"), ()))
        loose = _reach(graph_of(steps, edges(*pairs, kind="order"), [region(*sorted(members))]))
        numbers = {number for number, name in enumerate(names) if name in members}
        assert loose <= tight
        assert all(first in numbers and then in numbers for first, then in tight - loose)


def test_a_long_chain_needs_no_recursion():
    found = graph_from([[number - 1] if number else [] for number in range(20_000)], [""] * 20_000)
    assert remaining(found, [1.0] * 20_000)[0] == 20_000.0


def _reach(found) -> set[tuple[int, int]]:
    before: dict[int, set[int]] = {}
    for number in found.order:
        before[number] = set(found.before[number]).union(*(before[item] for item in found.before[number]))
    return {(first, then) for then, items in before.items() for first in items}


def test_all_that_a_step_waits_for_directly_or_not():
    graph = graph_from([(), (0,), (1,), (), (2, 3)], list("abcde"))
    assert ancestors(graph, 4) == {0, 1, 2, 3}
    assert ancestors(graph, 2) == {0, 1}
    assert ancestors(graph, 0) == set()
