from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.layered import Box, placed

PAIRS = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=90)


def boxes(count: int) -> list[Box]:
    return [Box(f"s{at}", 100.0, 30.0 + at % 3 * 10) for at in range(count)]


def test_a_chain_stands_straight():
    found = placed(boxes(3), [("s0", "s1"), ("s1", "s2")], across=20, down=40)
    assert found.corners == {"s0": (0.0, 0.0), "s1": (0.0, 70.0), "s2": (0.0, 150.0)}
    assert (found.width, found.height) == (100.0, 200.0)
    assert found.lines["s0", "s1"][0] == (50.0, 30.0)
    assert found.lines["s0", "s1"][-1] == (50.0, 70.0)


def test_what_need_not_wait_stands_side_by_side():
    found = placed(boxes(4), [("s0", "s1"), ("s0", "s2"), ("s1", "s3"), ("s2", "s3")], across=20, down=40)
    assert found.corners["s1"][1] == found.corners["s2"][1]
    assert found.corners["s2"][0] - found.corners["s1"][0] == 120.0
    # both lines meet the last box, not at one point
    assert found.lines["s1", "s3"][-1][0] < found.lines["s2", "s3"][-1][0]


def test_orders_that_cross_nothing_are_found():
    links = [("s0", "s3"), ("s1", "s2")]
    found = placed(boxes(4), links, across=20, down=40)
    assert (found.corners["s0"][0] < found.corners["s1"][0]) == (found.corners["s3"][0] < found.corners["s2"][0])


def test_a_long_line_goes_around_the_boxes_between():
    found = placed(boxes(3), [("s0", "s1"), ("s1", "s2"), ("s0", "s2")], across=20, down=40)
    left, top = found.corners["s1"]
    (before, _), (behind, _) = found.lines["s0", "s2"][2:4]
    assert before == behind
    assert not left < before < left + 100.0
    assert found.lines["s0", "s2"][2][1] == top


def test_a_link_that_leads_back_is_left_out():
    assert dict(placed(boxes(2), [("s1", "s0"), ("s0", "s0"), ("x", "s1")], across=20, down=40).lines) == {}


@given(st.integers(0, 40), PAIRS)
def test_boxes_never_overlap_and_lines_lead_downwards(count, pairs):
    links = [(f"s{low}", f"s{high}") for low, high in map(sorted, pairs) if low < high < count]
    found = placed(boxes(count), links, across=20, down=40)
    assert found == placed(boxes(count), links, across=20, down=40)
    sizes = {box.id: (box.width, box.height) for box in boxes(count)}
    assert set(found.corners) == set(sizes)
    assert set(found.lines) == set(links)
    for one, other in combinations(sizes, 2):
        (x, y), (to_x, to_y) = found.corners[one], found.corners[other]
        beside = x + sizes[one][0] <= to_x or to_x + sizes[other][0] <= x
        assert beside or y + sizes[one][1] <= to_y or to_y + sizes[other][1] <= y
    for points in found.lines.values():
        heights = [y for _, y in points]
        assert heights == sorted(heights)
    for x, y in found.corners.values():
        assert x >= 0
        assert y >= 0
        assert x + 100.0 <= found.width + 0.1
