import pytest

from skillrt.code.outlining.shell_nodes import root_of
from skillrt.code.outlining.shell_statements import read_statements
from skillrt.code.outlining.shell_units import Unit, is_chain, units_of


def units(text: str) -> list[Unit]:
    root = root_of(text)
    assert root is not None
    return units_of(read_statements(root))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# A\nsort a.txt\n# B\nwc b.txt\n", 2),
        ("# A\nsort a.txt > s.txt\n# B\nwc s.txt\n", 1),
        ("# Step 1: A\nsort a.txt\n# Step 2: B\nwc b.txt\n", 1),
        ("# A\ncd there\n# B\nwc b.txt\n", 1),
        ("# A\nN=$(count it)\n# B\nuse $N\n", 1),
        ("# A\nsort a.txt > s.txt\n# Or with x\nwc s.txt\n", 2),
        ("sort a.txt\nwc b.txt\n", 2),
        ("echo Sorted\nsort a.txt\necho Counted\nwc b.txt\n", 1),
        ("N=1\n\nsort $N\n", 1),
        ("mkdir out\n\nrun --into out/x\n", 1),
    ],
)
def test_what_belongs_together(text: str, count: int):
    assert len(units(text)) == count


def test_a_unit_has_the_comment_of_its_work():
    (unit,) = units("# Settings\nN=1\n# Count\nwc $N\n")
    assert (unit.comment, unit.whole) == ("Count", True)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("sort a > b\nwc b\n", True),
        ("sort a\nwc b\n", False),
        ("grep a b > c\nwc c\n", False),
        ("sort a > b\n", False),
        ("git add a\ngit commit\n", False),
        ("sort a > b\nwc b > c\necho $?\n", False),
    ],
)
def test_chains(text: str, chain: bool):
    statements = tuple(item for unit in units(text) for item in unit.statements)
    assert is_chain(statements) is chain
