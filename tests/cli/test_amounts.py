import argparse

import pytest

from skillrt.cli.amounts import bytes_of, count, seconds_of
from skillrt.errors import UsageError


def test_ages_and_sizes():
    assert [seconds_of(text) for text in ("90s", "12h", "30d", "1w")] == [90, 43_200, 2_592_000, 604_800]
    assert [bytes_of(text) for text in ("7", "1K", "500m", "2GB")] == [7, 1024, 500 * 1024**2, 2 * 1024**3]


@pytest.mark.parametrize(("read", "text"), [(seconds_of, "3"), (seconds_of, "d"), (bytes_of, "-1"), (bytes_of, "2T")])
def test_what_is_neither(read, text):
    with pytest.raises(UsageError, match=f"`{text}` is no"):
        read(text)


def test_numbers_from_one():
    assert [count(text) for text in ("1", "007", "120")] == [1, 7, 120]
    for text in ("0", "-1", "", "1.5", "1_0", "\u0661", "9" * 5_000):
        with pytest.raises(argparse.ArgumentTypeError, match="is no number from 1"):
            count(text)
