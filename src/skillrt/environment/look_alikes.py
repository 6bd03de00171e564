"""Look-alikes: names that can be mistaken for a well-known one, as those who squat on typing errors choose them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

# how many of the most used names are worth imitating
_WELL_KNOWN: Final = 2000
# shorter names have real neighbours: too many false alarms
_MIN_EDIT_LENGTH: Final = 6
_MIN_AFFIX_LENGTH: Final = 5
_BEFORE: Final = ("python3-", "python-", "py-", "py", "node-", "nodejs-", "js-")
_BEHIND: Final = ("-python3", "-python", "-py", "-node", "-nodejs", "-js", "js")
_FIGURES: Final = str.maketrans("01345", "oleas")


class Likeness:
    """Well-known names, ready to be compared with; `ranked` holds them with the most used first."""

    def __init__(self, ranked: Iterable[str]) -> None:
        top = list(islice(ranked, _WELL_KNOWN))
        self._names = frozenset(top)
        self._squeezed = {_squeezed(name): name for name in reversed(top)}
        self._with_one_less: dict[str, list[str]] = {}
        for name in top:
            for shorter in _one_less(name):
                self._with_one_less.setdefault(shorter, []).append(name)

    def of(self, name: str) -> str:
        """The well-known name that `name` looks like, the most used first; '' if none."""
        for candidate in (self._same_letters(name), self._with_affix(name), self._one_edit_away(name)):
            if candidate and candidate != name:
                return candidate
        return ""

    def _same_letters(self, name: str) -> str:
        """Other separators, or figures for letters."""
        squeezed = _squeezed(name)
        if found := self._squeezed.get(squeezed):
            return found
        spelled = squeezed.translate(_FIGURES)
        return self._squeezed.get(spelled, "") if spelled != squeezed and len(spelled) >= _MIN_AFFIX_LENGTH else ""

    def _with_affix(self, name: str) -> str:
        for stem in _stems(name):
            if len(stem) >= _MIN_AFFIX_LENGTH and stem in self._names:
                return stem
        return ""

    def _one_edit_away(self, name: str) -> str:
        """One letter more, less, other, or two neighbours exchanged; scope and name of npm count as one word."""
        if not _MIN_EDIT_LENGTH <= len(name) <= 60:
            return ""
        near = list(self._with_one_less.get(name, ()))
        for shorter in _one_less(name):
            if shorter in self._names:
                near.append(shorter)
            near += (other for other in self._with_one_less.get(shorter, ()) if _near(name, other))
        counted = [other for other in near if not _counts_up(name, other)]
        return min(counted, key=lambda other: (abs(len(other) - len(name)), other)) if counted else ""


def _squeezed(name: str) -> str:
    return name.replace("-", "").replace("_", "").replace(".", "")


def _stems(name: str) -> Iterator[str]:
    yield from (name.removeprefix(affix) for affix in _BEFORE if name.startswith(affix))
    yield from (name.removesuffix(affix) for affix in _BEHIND if name.endswith(affix))


def _one_less(name: str) -> set[str]:
    return {name[:place] + name[place + 1 :] for place in range(len(name))}


def _near(name: str, other: str) -> bool:
    """Whether two names of the same length differ in one letter, or in two neighbours exchanged."""
    if len(name) != len(other):
        return False
    places = [place for place in range(len(name)) if name[place] != other[place]]
    if len(places) == 1:
        return True
    first, last = (places[0], places[-1]) if places else (0, 0)
    return len(places) == 2 and last == first + 1 and name[first] == other[last] and name[last] == other[first]


def is_one_edit(name: str, other: str) -> bool:
    """Whether one letter is more, less or other, or two neighbours are exchanged."""
    return other in _one_less(name) or name in _one_less(other) or _near(name, other)


def _counts_up(name: str, other: str) -> bool:
    """Whether they differ by figures only (`boto3`, `boto4`): another version, no imitation."""
    letters = str.maketrans("", "", "0123456789")
    return name.translate(letters) == other.translate(letters)
