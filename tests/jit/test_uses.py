import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.uses import OTHERWISE, Use, used


@pytest.mark.parametrize(("value", "use", "wanted"), [
    ("a/b.csv", "stem", "b"), ("a/b.csv", "name", "b.csv"), ("a/b.csv", "folder", "a"),
    (".bashrc", "stem", ".bashrc"),
    ("25", "hundredth", "0.25"), ("3", "less", "2"), ("3", "more", "4"), ("lift", "plain", "lift"),
    ("Error", "lower", "error"), ("Error", "upper", "ERROR"), ("ERROR", "capital", "Error"),
    ("Two", "number", "2"), ("second", "number", "2"), ("semicolons", "character", ";"), ("tab", "character", "\t"),
    ("4", "blanks", "    "), ("10", "raised", "1.1"), ("10", "lowered", "0.9"), ("100", "lowered", "0"),
    ("1.5", "times-1000", "1500"), ("61.25", "times-1000", "61250"), ("2", "times-1048576", "2097152"),
    ("-0.001", "times-60", "-0.06"),
])  # fmt: skip
def test_uses(value: str, use: Use, wanted: str):
    assert used(value, use) == wanted


@pytest.mark.parametrize(("value", "use"), [
    ("many", "number"), ("2", "character"), ("0", "blanks"), ("40", "blanks"), ("1.5", "blanks"), ("1e5", "times-60"),
    ("1,5", "times-100"), ("ten", "raised"), ("a b", "plain"), ("1.5", "less"),
])  # fmt: skip
def test_what_cannot_be_put_to_a_use(value: str, use: Use):
    with pytest.raises(ValueError, match=re.escape(value)):
        used(value, use)


@given(st.text(max_size=30), st.sampled_from(get_args(Use)))
def test_a_use_gives_text_or_refuses(value: str, use: Use):
    try:
        assert isinstance(used(value, use), str)
    except ValueError:
        assert use not in ("value", "any", "name", "stem", "folder")


def test_other_ways_are_uses():
    assert set(OTHERWISE) < set(get_args(Use))
