import pytest

from skillrt.environment.chosen import choose, name_of
from skillrt.environment.needs import Need, Needs
from skillrt.errors import InputError, UsageError

A = Need(kind="python", name="alpha", required=True, why="")
B = Need(kind="python", name="beta", required=False, why="")
C = Need(kind="node", name="gamma", required=False, why="")
NEEDS = Needs(needs=(C, A, B))


def test_the_required_and_those_that_are_named():
    assert choose(NEEDS) == (A,)
    assert choose(NEEDS, ["gamma"]) == (C, A)
    assert choose(NEEDS, ["all"]) == (C, A, B)


def test_a_name_that_is_no_optional_need():
    with pytest.raises(UsageError) as raised:
        choose(NEEDS, ["alpha"])
    assert raised.value.diagnostics[0].hint == "optional: beta, gamma"


def test_every_bad_name_is_told_but_not_those_that_are_left_out():
    bad = Need(kind="python", name="-x", required=True, why="")
    worse = Need(kind="node", name="../y", required=True, why="")
    left = Need(kind="node", name="../z", required=False, why="")
    with pytest.raises(InputError) as raised:
        choose(Needs(needs=(left, worse, bad)))
    assert len(raised.value.diagnostics) == 2


def test_how_a_lock_names_a_need():
    assert name_of(A) == "python:alpha"
