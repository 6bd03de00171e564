"""How well other evidence predicts the published profiles: each is left out and guessed from what remains.

Prints, for the fallback to other harnesses and for that to the family: in how many cells the guessed highest level
(doubt counted as held) is right, beside always guessing L3; and how many of the real shortfalls it finds.
"""

from collections import Counter
from collections.abc import Callable

import msgspec

from skillrt.targets import Profile, capabilities_of, published_profiles

_HIGHEST = 3


def main() -> None:
    """One line a fallback."""
    print("fallback        cells  right  always L3  shortfalls  found  claimed")
    for name, left_out in (("other-harness", _same_profile), ("family", _same_model)):
        pairs = Counter(_guesses(name, left_out))
        cells = sum(pairs.values())
        right = sum(count for (guess, real), count in pairs.items() if guess == real)
        top = sum(count for (_, real), count in pairs.items() if real == _HIGHEST)
        claimed = sum(count for (guess, _), count in pairs.items() if guess < _HIGHEST)
        found = sum(count for (guess, real), count in pairs.items() if guess < _HIGHEST and real < _HIGHEST)
        row = f"{name:15} {cells:5} {right / cells:6.3f} {top / cells:10.3f} {cells - top:11} {found:6} {claimed:8}"
        print(row)


def _guesses(name: str, left_out: Callable[[Profile, Profile], bool]) -> list[tuple[int, int]]:
    published = published_profiles()
    found: list[tuple[int, int]] = []
    for item in published.profiles:
        if published.weak_as(item.harness):
            continue
        kept = tuple(other for other in published.profiles if not left_out(item, other))
        rest = msgspec.structs.replace(published, profiles=kept)
        real = capabilities_of(item.model, item.harness)
        guess = capabilities_of(item.model, item.harness, published=rest)
        if guess.origin == name:
            found += [(guess.aim(row.primitive), real.aim(row.primitive)) for row in real.measured]
    return found


def _same_profile(one: Profile, other: Profile) -> bool:
    return one is other


def _same_model(one: Profile, other: Profile) -> bool:
    return one.model == other.model


if __name__ == "__main__":
    main()
