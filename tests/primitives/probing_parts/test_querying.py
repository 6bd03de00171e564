import pytest

from skillrt.primitives.probing_parts.querying import Refused, Table, rows_differ, rows_of

TABLE = Table("t", ("a INTEGER", "b TEXT"), ((1, "x"), (2, None)))


def test_rows_are_given():
    assert rows_of("SELECT b, a FROM t ORDER BY a", [TABLE]) == [("x", 1), (None, 2)]


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM t", "SELECT", "\ud800", "SELECT load_extension('x')", "SELECT hex(zeroblob(99))", "\0"],
)
def test_what_is_no_query_is_refused(query):
    with pytest.raises(Refused, match=r"\w"):
        rows_of(query, [TABLE])


def test_no_query_has_no_rows():
    assert rows_of("", [TABLE]) == []


def test_differences_are_told():
    assert rows_differ([(1.0, "x")], [(1.0000000001, "x")]) == ""
    assert "row 1 must be (1, 'x'), not (1, 'X')" in rows_differ([(1, "x")], [(1, "X")])
    assert rows_differ([(1,)], []) == "row 1 is missing: (1,)"
    assert rows_differ([(1,)], [(1,), (1,)]) == "1 rows are wanted, not 2"
    assert rows_differ([(1, 2)], [(1,)])
