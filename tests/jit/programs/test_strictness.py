import pytest

from skillrt.jit.actions import Action
from skillrt.jit.programs.strictness import strictness

NUMBERS = frozenset(("80", "x"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python3 -c 'd[d.points > 80]; len(d) >= 1'", {"strict"}),
        ("python3 -c 'd[80 <= d.points]'", {"included"}),
        ("python3 - <<'E'\nlimit = 80.0\nx = [r for r in d if r >= limit]\nE", {"included"}),
        ("python3 -c 'd[d.points > -80]'", set()),
        ("python3 -c 'd.query(\"points >= 80\")'", {"included"}),
        ("awk -F, '$2 >= 80' a.csv", {"included"}),
        ("awk -F, '$2 > 80 && $3 < 7' a.csv", {"strict"}),
        ("python3 -c 'd[d.points.gt(80)]'", {"strict"}),
        ("python3 -c 'limit = 80; d[numpy.greater_equal(d.points, limit)]'", {"included"}),
        ("python3 -c 'f(80); d.get(80)'", set()),
    ],
)
def test_how_a_number_is_compared(text: str, expected: set[str]):
    assert strictness((Action("shell", text),), NUMBERS) == expected


def test_a_program_that_is_written_to_a_file_is_read():
    assert strictness((Action("write", "x = a >= 80", "a.py"),), NUMBERS) == {"included"}
