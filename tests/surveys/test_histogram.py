from hypothesis import given
from hypothesis import strategies as st

from skillrt.surveys.histogram import Histogram, bin_of, start_of

VALUES = st.lists(st.integers(0, 10**12), max_size=60)


def filled(values: list[int]) -> Histogram:
    found = Histogram()
    for value in values:
        found.add(value)
    return found


@given(st.integers(0, 10**15))
def test_a_bin_is_known_to_one_part_in_sixteen(value: int):
    at = bin_of(value)
    assert start_of(at) <= value < start_of(at + 1)
    assert (start_of(at + 1) - start_of(at)) * 16 <= max(value, 16)


@given(VALUES, VALUES)
def test_sums_of_parts_are_the_sum_of_the_whole(one: list[int], two: list[int]):
    left, right = filled(one), filled(two)
    left.merge(right)
    assert left == filled(one + two)


@given(VALUES.filter(bool), st.integers(1, 100))
def test_quantiles_are_near_the_true_ones(values: list[int], part: int):
    true = sorted(values)[max(1, -(-len(values) * part // 100)) - 1]
    found = filled(values).quantile(part)
    assert found <= true
    assert (true - found) * 16 <= max(true, 16)


@given(VALUES)
def test_columns_hold_every_value(values: list[int]):
    columns = list(filled(values).columns())
    assert sum(count for _, _, count in columns) == len(values)
    for value in values:
        assert any(begin <= value < end for begin, end, _ in columns)


def test_nothing_is_zero():
    empty = Histogram()
    assert (empty.quantile(50), empty.mean, list(empty.columns())) == (0, 0.0, [])
    assert filled([0, 0, 5]).columns
    assert list(filled([0, 0, 5]).columns()) == [(0, 1, 2), (1, 2, 0), (2, 4, 0), (4, 8, 1)]
