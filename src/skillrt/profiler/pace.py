"""How many trials run at once: as many as was asked for, fewer where the provider says that it is too much.

Pure: the time comes from outside. One word of a provider ("too many requests", "overloaded") halves the number and
holds all new trials back for as long as it asks; each trial that goes through without brings a part of one back.
"""

from dataclasses import dataclass, field
from typing import Final

BUSY: Final = frozenset({429, 503, 529})
"""Statuses by which providers say that it is too much."""
_LONGEST: Final = 120.0


@dataclass(slots=True)
class Pace:
    """`most` are the trials at once that were asked for; times are seconds of a clock that only goes forward."""

    most: int
    slowed: int = 0
    _limit: float = field(init=False)
    _until: float = field(default=0.0, init=False)
    _since: float = field(default=-1.0, init=False)

    def __post_init__(self) -> None:
        self._limit = float(self.most)

    def slow(self, began: float, now: float, wait: float) -> None:
        """The provider said so to a request that began at `began`; it asks to wait `wait` seconds.

        What was sent before the last slowing down says nothing new.
        """
        self._until = max(self._until, now + min(max(wait, 0.0), _LONGEST))
        if began < self._since:
            return
        self._since = now
        self._limit = max(1.0, self._limit / 2)
        self.slowed += 1

    def fine(self) -> None:
        """A trial went through."""
        self._limit = min(float(self.most), self._limit + 1 / self._limit)

    def limit(self, now: float) -> int:
        """How many trials may run now; 0 while new ones are held back."""
        return 0 if now < self._until else int(self._limit)

    def held_back(self, now: float) -> float:
        """For how many seconds no new trial may begin."""
        return max(self._until - now, 0.0)
