import pytest

from tests.primitives.asking import level

NAME = "follow.delegation"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do not calculate totals in your head.", "L2"),
        ("Calculate the shares with a script.", "L2"),
        ("The script adds the numbers.", "-"),
        ("Run `scripts/sum.py in.csv`.", "-"),
    ],
)
def test_only_what_the_text_says_of_computing(tmp_path, text, expected):
    assert level(tmp_path, NAME, f"# S\n\n{text}\n") == expected
