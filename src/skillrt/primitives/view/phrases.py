"""Phrases: short patterns of words, found in a sentence by looking up its words, all at once.

A phrase is written as words with blanks between them: `read ... file|files`. In it `a|b` is either word, `analy*` any
word that begins so, `...` up to three words of any kind, `^` at the front the beginning of a sentence. Case does not
count. Thousands of phrases cost no more than one: only those whose first word stands in the sentence are tried.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

WORD: Final = re.compile(r"[^\W_][\w'’/+#.-]*(?<![.'’/-])|[^\W_]")
_GAP: Final = 3


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a sentence in lower case, with the characters `start:end` of the sentence's text."""

    text: str
    start: int
    end: int


class Phrase(msgspec.Struct, frozen=True):
    """One pattern: alternatives of each word; `initial` wants the beginning of a sentence; `label` is what for."""

    label: str
    parts: tuple[tuple[str, ...], ...]
    initial: bool = False


class Hit(msgspec.Struct, frozen=True, gc=False, order=True):
    """A phrase found: the words `first:last` (exclusive) of the sentence."""

    label: str
    first: int
    last: int


class Lexicon:
    """Phrases with labels, ready to be found."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._exact: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            for word in phrase.parts[0]:
                if word.endswith("*"):
                    self._stems.setdefault(word[:-1][:3], []).append(phrase)
                else:
                    self._exact.setdefault(word, []).append(phrase)

    def find(self, words: tuple[Word, ...]) -> Iterator[Hit]:
        """Every phrase in the sentence, in order; a phrase is found once at each place where it begins."""
        exact, stems = self._exact, self._stems
        for at, word in enumerate(words):
            text = word.text
            tried = exact.get(text)
            if tried is not None:
                yield from _matches(tried, words, at)
            tried = stems.get(text[:3])
            if tried is not None:
                yield from _matches(tried, words, at)


def words_of(text: str, start: int = 0) -> tuple[Word, ...]:
    """The words of a sentence from the character `start` on, with their places in the whole of it."""
    return tuple(Word(found.group().lower(), *found.span()) for found in WORD.finditer(text, start))


def read_phrase(label: str, text: str) -> Phrase:
    """Read a phrase as it is written. Raises ValueError for one without a first word."""
    initial = text.startswith("^")
    parts = tuple(tuple(part.lower().split("|")) for part in text.removeprefix("^").split())
    if not parts or parts[0] == ("...",) or any(part.rstrip("*") == "" for part in parts[0]):
        raise ValueError(f"the phrase `{text}` begins with no word")
    if any(part.endswith("*") and len(part) < 4 for part in parts[0]):
        raise ValueError(f"the first word of `{text}` is shorter than three letters")
    return Phrase(label, parts, initial)


def _matches(phrases: list[Phrase], words: tuple[Word, ...], at: int) -> Iterator[Hit]:
    for phrase in phrases:
        if phrase.initial and at:
            continue
        end = _end(phrase.parts, words, at)
        if end:
            yield Hit(phrase.label, at, end)


def _end(parts: tuple[tuple[str, ...], ...], words: tuple[Word, ...], at: int) -> int:
    """The index behind the phrase's last word where it stands at `at`, else 0. Gaps take as little as they can."""
    gap = 0
    for part in parts:
        if part == ("...",):
            gap = _GAP
            continue
        for step in range(gap + 1):
            if at + step < len(words) and _is(words[at + step].text, part):
                at += step + 1
                break
        else:
            return 0
        gap = 0
    return at


def _is(word: str, alternatives: tuple[str, ...]) -> bool:
    return any(word == item or (item.endswith("*") and word.startswith(item[:-1])) for item in alternatives)
