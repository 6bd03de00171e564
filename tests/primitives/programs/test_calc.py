import pytest

from tests.primitives.programs.run import run


@pytest.mark.parametrize(
    ("words", "result"),
    [
        (("2 + 3 * 4",), "14"),
        (("(1 + rate) ^ years * sum", "rate=0.5", "years=2", "sum=100"), "225"),
        (("round(10 / 4)",), "3"),
        (("max(2, sqrt(16)) - abs(-1)",), "3"),
        (("1.5e3 * n", "n=-2"), "-3000"),
        # names that are words of awk, or parts of each other
        (("in * index", "in=3", "index=4"), "12"),
        (("a + ab + a", "a=1", "ab=10"), "12"),
        (("log(exp(2)) + atan2(0, 1) + 2e-1 + 1E3",), "1002.2"),
        (("3 * (a2 - x1)", "a2=4", "x1=.5"), "10.5"),
    ],
)
def test_expressions(tmp_path, words, result):
    assert run(tmp_path, "calc.sh", *words).strip() == result


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("",), "empty"),
        (("a * 2",), "no number was given for a"),
        (("a", "a=two"), "not a number"),
        (("a", "a"), "NAME=NUMBER"),
        (("system(1)",), "no number was given for system"),
        (("1; 2",), "none of its own"),
        (('1 | "sh"',), "none of its own"),
        (("(2",), "cannot be calculated"),
        # what awk would take for one text or a list
        (("2 3",), "operator is missing"),
        (("2(3)",), "operator is missing"),
        (("(1)(2)",), "operator is missing"),
        (("2a", "a=3"), "operator is missing"),
        (("1.5.2",), "operator is missing"),
        (("1,000 * 2",), "cannot be calculated"),
    ],
)
def test_what_it_refuses(tmp_path, words, message):
    assert message in run(tmp_path, "calc.sh", *words, status=2)


def test_nothing_but_numbers_comes_out(tmp_path):
    assert "cannot be calculated" in run(tmp_path, "calc.sh", "1 / 0", status=2)
    assert "cannot be calculated" in run(tmp_path, "calc.sh", "a / b", "a=1", "b=0", status=2)
    assert "cannot be calculated" in run(tmp_path, "calc.sh", "sqrt(-1)", status=2)
