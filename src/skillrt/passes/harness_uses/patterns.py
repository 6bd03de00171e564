"""Regular expressions over the words of a lexicon that a document really holds; compiled once for the same words."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate

from skillrt.code.alternatives import one_of


@lru_cache(maxsize=4096)
def any_of(words: frozenset[str], not_after: str, ahead: str) -> re.Pattern[str]:
    """One of `words` (group `w`) that stands behind none of the characters `not_after`, as a class has them, and in
    front of what the look-ahead `ahead` demands."""
    return re.compile(f"(?P<w>{one_of(words, not_after=not_after)}){ahead}", re.ASCII)


def line_around(text: str, start: int, end: int, reach: int = 240) -> str:
    """The line that holds `start:end`, at most `reach` characters to either side of it."""
    first = max(text.rfind("\n", max(0, start - reach), start) + 1, start - reach, 0)
    last = text.find("\n", end, end + reach)
    return text[first : last if last >= 0 else end + reach]


def within(stretches: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Whether a place lies in one of the stretches: a question that as many places may ask as there are stretches."""
    ordered = sorted(stretches)
    starts = [start for start, _ in ordered]
    ends = list(accumulate((end for _, end in ordered), max))

    def lies(at: int) -> bool:
        before = bisect_right(starts, at)
        return before > 0 and at < ends[before - 1]

    return lies
