"""Where in a library the executable bits were lost, so that nothing can be said of scripts that lack it."""

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.checks.cards import Card

# A folder with so many programs shows whether it keeps the bit; one with fewer says nothing either way.
_TELLING: Final = 5


def skills_without_modes(cards: Sequence[Card]) -> frozenset[str]:
    """The keys of the skills round which no file is executable, although many are programs.

    The nearest folder above a skill that holds enough programs decides: archives and registries lose the bits of a
    whole collection at once, and one such collection may be checked beside others that kept them.
    """
    below: dict[str, list[int]] = {}
    for card in cards:
        for folder in _above(card.key):
            counts = below.setdefault(folder, [0, 0])
            counts[0] += card.programs
            counts[1] += card.executables
    return frozenset(card.key for card in cards if _is_lost(card, below))


def _is_lost(card: Card, below: dict[str, list[int]]) -> bool:
    for folder in _above(card.key):
        programs, executables = below[folder]
        if programs >= _TELLING:
            return not executables
    return False


def _above(key: str) -> Iterator[str]:
    """The folders above a skill, the nearest first; of a skill at the root the root."""
    folder = "" if key == "." else key
    while True:
        folder = posixpath.dirname(folder)
        yield folder
        if folder in {"", "/"}:
            return
