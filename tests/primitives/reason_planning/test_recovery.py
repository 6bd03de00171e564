import pytest

from skillrt.primitives.probing_parts.drawing import draws
from skillrt.primitives.reason_planning.recovery import (
    State,
    best,
    end_wrong,
    next_state,
    plan,
    plan_wrong,
    rules,
    world,
)

WORLDS = [world(draws("test", "L3", str(seed))) for seed in range(12)]


@pytest.mark.parametrize("made", WORLDS)
def test_the_best_plan_holds_in_every_world(made):
    assert plan_wrong(made, plan(made, best)) == ""
    assert all(name in rules(made) for name in made.names.values())


def test_worlds_differ_in_their_rules():
    kinds = {(made.main_tries, made.heat_tries, made.spare_soils, made.heat_shut) for made in WORLDS}
    assert len(kinds) > 5


def test_what_an_action_needs():
    made = WORLDS[0]
    opened = next_state(made, State(), "open", works=True)
    assert opened == State(open=True)
    assert next_state(made, opened, "main", works=False) == State(open=True, dirty=True, mains=1)
    assert isinstance(next_state(made, State(), "main", works=True), str)
    worn = State(open=True, mains=made.main_tries)
    assert next_state(made, worn, "main", works=True) == "it was done as often as it may be"


def test_ends():
    made = WORLDS[0]
    assert end_wrong(made, State(full=True)) == ""
    assert "nobody was told" in end_wrong(made, State())
    assert "could still be tried" in end_wrong(made, State(told=True))
    assert "at the end" in end_wrong(made, State(open=True, full=True))
    assert "told that a full tank" in end_wrong(made, State(full=True, told=True))


def test_plans_that_do_not_hold():
    made = WORLDS[0]
    name = made.names
    endless = {"a": {"do": name["open"], "ok": "b"}, "b": {"do": name["shut"], "ok": "a"}}
    assert "without an end" in plan_wrong(made, {"first": "a", "steps": endless})
    assert "no step 'x'" in plan_wrong(made, {"first": "a", "steps": {"a": {"do": name["open"], "ok": "x"}}})
    assert "cannot be done" in plan_wrong(made, {"first": "a", "steps": {"a": {"do": name["shut"], "ok": "end"}}})
    assert "lacks an action" in plan_wrong(made, {"first": "a", "steps": {"a": {"do": "dance", "ok": "end"}}})
    assert "lacks an action" in plan_wrong(made, {"first": "a", "steps": {"a": {"do": name["main"], "ok": "end"}}})
    assert plan_wrong(made, []) == "the plan must be an object"
