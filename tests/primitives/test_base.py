from skillrt.primitives.base import level_of, rank


def test_levels_and_numbers():
    assert [rank(level) for level in ("L0", "L1", "L3")] == [0, 1, 3]
    assert [level_of(number) for number in (0, 1, 2, 3, 9)] == ["L1", "L1", "L2", "L3", "L3"]
