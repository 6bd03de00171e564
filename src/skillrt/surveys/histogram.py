"""Histograms with fixed bins: sums of them are exact, they do not grow, and quantiles come out the same anywhere."""

from collections.abc import Iterator
from typing import Final

import msgspec

_FINE: Final = 4  # bits: below 32 each value has a bin, above that each power of two has sixteen


class Histogram(msgspec.Struct):
    """Counts of whole numbers from 0. A value is known to one part in sixteen; the rest is exact."""

    count: int = 0
    total: int = 0
    least: int = 0
    most: int = 0
    bins: dict[int, int] = {}

    def add(self, value: int) -> None:
        """Take one value."""
        self.least = min(self.least, value) if self.count else value
        self.most = max(self.most, value)
        self.count += 1
        self.total += value
        at = bin_of(value)
        self.bins[at] = self.bins.get(at, 0) + 1

    def merge(self, other: "Histogram") -> None:
        """Take all values of another."""
        if not other.count:
            return
        self.least = min(self.least, other.least) if self.count else other.least
        self.most = max(self.most, other.most)
        self.count += other.count
        self.total += other.total
        for at, number in other.bins.items():
            self.bins[at] = self.bins.get(at, 0) + number

    def quantile(self, part: int, of: int = 100) -> int:
        """The least value of the bin that holds the value with `part` of `of` at or below it; 0 of none."""
        wanted = max(1, -(-self.count * part // of))
        seen = 0
        for at, number in sorted(self.bins.items()):
            seen += number
            if seen >= wanted:
                return min(max(start_of(at), self.least), self.most)
        return 0

    @property
    def mean(self) -> float:
        """The mean; 0 of none."""
        return self.total / self.count if self.count else 0.0

    def columns(self) -> Iterator[tuple[int, int, int]]:
        """For a drawing: from, to (not included) and count of each power of two, from the first that holds one."""
        powers: dict[int, int] = {}
        for at, number in self.bins.items():
            power = start_of(at).bit_length()
            powers[power] = powers.get(power, 0) + number
        if powers:
            for power in range(min(powers), max(powers) + 1):
                yield (1 << power) >> 1, 1 << power, powers.get(power, 0)


def bin_of(value: int) -> int:
    """The bin of a value."""
    extra = max(0, value.bit_length() - _FINE - 1)
    return (extra << _FINE) + (value >> extra)


def start_of(at: int) -> int:
    """The least value of a bin."""
    extra = max(0, (at >> _FINE) - 1)
    return (at - (extra << _FINE)) << extra
