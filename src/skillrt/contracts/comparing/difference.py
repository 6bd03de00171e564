"""Two sets of facts of one skill, and what is different between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillrt.contracts.lines import Fact, Key, key_of
from skillrt.errors import Diagnostic, Place

Altered = Sequence[tuple[Fact | None, Fact]]
Said = tuple[tuple[str, ...], tuple[str, ...]]
_NONE: Final[frozenset[Key]] = frozenset()
_SAID: Final[Said] = ((), ())


@dataclass(frozen=True)
class Difference:
    """Two sets of facts of one skill by what they speak of; `places` show where the new ones stand.

    `left` are those of before whose names the text still has somewhere, `had` the new ones whose names the text had;
    `said` are names in code spans and links of the text that came and went, where both texts are known.
    """

    before: Mapping[Key, Fact]
    after: Mapping[Key, Fact]
    places: Mapping[Key, Place]
    left: frozenset[Key] = _NONE
    had: frozenset[Key] = _NONE
    said: Said = _SAID

    def at(self, code: str, fact: Fact, message: str) -> Diagnostic:
        """A diagnostic at the place that shows a fact."""
        return Diagnostic.of(code, message, self.places.get(key_of(fact)))

    def altered(self) -> Iterator[tuple[Fact | None, Fact]]:
        """What is new, with what was said of the same before (None: nothing), in the order of the lock."""
        for key in sorted(self.after):
            if self.before.get(key) != self.after[key]:
                yield self.before.get(key), self.after[key]

    def was_there(self, fact: Fact) -> bool:
        """Whether the text had the name of a new fact before."""
        return key_of(fact) in self.had

    def gone(self) -> list[Fact]:
        """What is said no more."""
        return [self.before[key] for key in sorted(self.before) if key not in self.after]
