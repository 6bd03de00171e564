"""Many words looked for at once.

Python's regular expressions try their branches one by one at every character, unless they begin with a letter: then
they leap to the next place that has it, which takes a fifth to a twentieth of the time on texts of some length. What
must not stand before a word is therefore said behind its first letter, and a text in which a pattern finds nothing
is best told by a plain word that the pattern needs.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

LETTERS: Final = r"\w"
"""What may not stand before a word that is to be a whole one."""


def one_of(words: Iterable[str], spelled: Callable[[str], str] = re.escape, *, not_after: str = "") -> str:
    """The pattern of any of the words, to be put in brackets: longer ones first, grouped by their first letters.

    `spelled` gives the pattern of a word, which begins with its first letter; words for a search in any case are
    given in lower case. `not_after` are characters, as a class has them, of which none may stand before the word; in
    a search in any case, which knows no first letters, that is sooner told in front of the brackets. Without words it
    is the pattern of nothing.
    """
    begun: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda item: (-len(item), item)):
        first = re.escape(word[0])
        begun.setdefault(first, []).append(spelled(word).removeprefix(first))
    return (
        "|".join(
            f"{first}{f'(?<![{not_after}]{first})' if not_after else ''}(?:{'|'.join(rest)})"
            for first, rest in begun.items()
        )
        or "(?!)"
    )


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands in the text, wherever; without the generator of `any`, which costs as much."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False
