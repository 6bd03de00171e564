import pytest

from skillrt.primitives.probing_parts.drawing import draws
from skillrt.primitives.reason_analysis.faults import functions

ALL = [one for seed in range(4) for one in functions(draws("test", "L2", str(seed)))]


def results(one, broken):
    """What the function gives; the code is our own."""
    space = {}
    exec(one.written(broken), space)
    return [eval(f"{one.name}({arguments})", space) for arguments in one.inputs]


@pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])
def test_a_fault_shows_on_some_input(one):
    assert results(one, broken=False) != results(one, broken=True)


def test_the_right_ones_do_what_they_say():
    told = {one.name: results(one, broken=False) for one in functions(draws("test", "L2", "0"))}
    assert told["last_match"] == ["ac", None]
    assert told["grouped"] == [{"a": [1, 3], "b": [2]}]
    assert told["mean_of_rest"] == [4.0, None]
    assert told["merged"] == [{"a": 1, "b": 3}]
    assert told["longest_streak"] == [2, 0]
    assert told["common_start"] == ["ab", "ab"]
    assert [len(found) for found in told["in_range"]] == [2]
    assert all(letter in "abcdefghijklmnop" for letter in told["every_nth"][0])


def test_names_differ():
    names = [one.name for one in functions(draws("test", "L2", "0"))]
    assert len(set(names)) == len(names) >= 9
