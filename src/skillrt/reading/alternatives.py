"""Many words in one regular expression."""

import re
from collections.abc import Callable, Iterable


def one_of(words: Iterable[str], spelled: Callable[[str], str] = re.escape) -> str:
    """The pattern of any of the words, longer ones first, grouped by their first letters: Python tries the branches
    of a pattern one by one. `spelled` gives the pattern of a word, which begins with its first letter; words for a
    search in any case are given in lower case. Without words it is the pattern of nothing.
    """
    begun: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda item: (-len(item), item)):
        first = re.escape(word[0])
        begun.setdefault(first, []).append(spelled(word).removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in begun.items()) or "(?!)"
