import pytest

from tests.growth import require_proportion


def _passes(size: int) -> None:
    sum(range(size * 40))


def _squares(size: int) -> None:
    for _ in range(size):
        sum(range(size * 4))


def test_what_grows_with_the_length_passes():
    require_proportion(_passes, 5_000)


def test_what_grows_with_its_square_does_not():
    with pytest.raises(AssertionError, match=r"4 times the length takes \d\d"):
        require_proportion(_squares, 400)
