from skillrt.primitives import Detected, Evidence
from skillrt.primitives.base import level_of, rank, sure


def test_levels_and_numbers():
    assert [rank(level) for level in ("L0", "L1", "L3")] == [0, 1, 3]
    assert [level_of(number) for number in (0, 1, 2, 3, 9)] == ["L1", "L1", "L2", "L3", "L3"]


def test_only_what_weighs_enough_is_sure():
    found = [Detected("L1", "why", (Evidence("b", 0, 1, "L1", 1.0, "why"),), strength) for strength in (0.99, 1.0)]
    assert sure(None) is None
    assert [sure(item) for item in found] == [None, found[1]]
