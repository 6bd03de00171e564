"""Regular expressions over the words of a lexicon that a document really holds; compiled once for the same words."""

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)
def any_of(words: frozenset[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """One of `words` (group `w`) with the given look-arounds; longer words first, so that none hides another."""
    body = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(f"{before}(?P<w>{body}){after}", re.ASCII)


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands in the text, wherever; without the generator of `any`, which costs as much."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def line_around(text: str, start: int, end: int, reach: int = 240) -> str:
    """The line that holds `start:end`, at most `reach` characters to either side of it."""
    first = max(text.rfind("\n", max(0, start - reach), start) + 1, start - reach, 0)
    last = text.find("\n", end, end + reach)
    return text[first : last if last >= 0 else end + reach]
