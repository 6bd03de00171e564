"""Phrases: short patterns of words, found in a sentence by looking up its words, all at once.

A phrase is written as words with blanks between them: `read ... file|files`. In it `a|b` is either word, `analy*` any
word that begins so, `...` up to three words of any kind, `^` at the front the beginning of a sentence. Case does not
count. Thousands of phrases cost no more than one: only those whose first word stands in the sentence are tried.

Chinese and Japanese set no blanks between words, so what stands there for a word is a run of several. A word of a
phrase that is written with such characters is found anywhere in a run: `必须|务必`. Nothing follows it.
"""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

WORD: Final = re.compile(r"[^\W_][\w'’/+#.-]*(?<![.'’/-])|[^\W_]")
# the same for what has no other letters in lower case, which takes a quarter less time
_PLAIN_WORD: Final = re.compile(r"[a-z0-9][a-z0-9_'/+#.-]*(?<![.'/-])")
# kana and Chinese characters
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_GAP: Final = 3
_REMEMBERED: Final = 20_000


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


# a word of a phrase as it is looked up: whole words and beginnings; None is a gap
_Part = tuple[frozenset[str], tuple[str, ...]] | None


class _Ready(msgspec.Struct, frozen=True, gc=False):
    """A phrase, ready to be tried where its first word stands: `rest` are the parts behind it. `second` are the words
    of which the next must be one; None where that takes a closer look."""

    label: str
    initial: bool
    rest: tuple[_Part, ...]
    second: frozenset[str] | None
    stem: str = ""


class Lexicon:
    """Phrases with labels, ready to be found."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._exact: dict[str, list[_Ready]] = {}
        self._stems: dict[str, list[_Ready]] = {}
        self._known: dict[str, tuple[Hit, ...]] = {}
        self._begun: dict[str, tuple[_Ready, ...]] = {}
        self._inside: list[_Ready] = []
        for phrase in phrases:
            rest = tuple(_part(part) for part in phrase.parts[1:])
            first = rest[0] if rest else None
            second = first[0] if first is not None and not first[1] else None
            for word in phrase.parts[0]:
                if _UNSPACED.search(word):
                    self._inside.append(_Ready(phrase.label, phrase.initial, (), None, word))
                elif word.endswith("*"):
                    ready = _Ready(phrase.label, phrase.initial, rest, second, word[:-1])
                    self._stems.setdefault(word[:3], []).append(ready)
                else:
                    self._exact.setdefault(word, []).append(_Ready(phrase.label, phrase.initial, rest, second))

    def find(self, words: tuple[str, ...]) -> list[Hit]:
        """Every phrase in the sentence, in order; a phrase is found once at each place where it begins."""
        found: list[Hit] = []
        begun = self._begun
        for at, text in enumerate(words):
            tried = begun.get(text)
            if tried is None:
                tried = self._begin(text)
            if tried:
                _add_matches(found, tried, words, at)
        return found

    def _begin(self, text: str) -> tuple[_Ready, ...]:
        """The phrases that begin with a word, remembered: texts use the same words again and again."""
        if len(self._begun) >= _REMEMBERED:
            self._begun.clear()
        stems = self._stems.get(text[:3], ())
        tried = (*self._exact.get(text, ()), *(item for item in stems if text.startswith(item.stem)))
        if not text.isascii() and _UNSPACED.search(text):
            tried = (*tried, *(item for item in self._inside if item.stem in text))
        self._begun[text] = tried
        return tried

    def find_once(self, text: str, *parts: tuple[str, ...]) -> tuple[Hit, ...]:
        """Every phrase in the parts of a sentence, remembered by its text: a pass reads the same sentences again for
        each change that it weighs."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[text] = tuple(hit for words in parts if words for hit in self.find(words))
        return found


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word in lower case with the characters `start:end` where it stands."""

    text: str
    start: int
    end: int


def placed_words(text: str, last: int) -> tuple[Word, ...]:
    """The last so many words of a text with their places; asked for rarely, so that sentences do without."""
    found = [Word(match.group().lower(), *match.span()) for match in WORD.finditer(text)]
    return tuple(found[len(found) - last :]) if last else ()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a sentence in lower case."""
    lowered = text.lower()
    return tuple((_PLAIN_WORD if lowered.isascii() else WORD).findall(lowered))


def read_phrase(label: str, text: str) -> Phrase:
    """Read a phrase as it is written. Raises ValueError for one without a first word."""
    initial = text.startswith("^")
    parts = tuple(tuple(part.lower().split("|")) for part in text.removeprefix("^").split())
    if not parts or parts[0] == ("...",) or any(part.rstrip("*") == "" for part in parts[0]):
        raise ValueError(f"the phrase `{text}` begins with no word")
    if any(part.endswith("*") and len(part) < 4 for part in parts[0]):
        raise ValueError(f"the first word of `{text}` is shorter than three letters")
    if len(parts) > 1 and any(_UNSPACED.search(part) for part in parts[0]):
        raise ValueError(f"nothing can follow the first word of `{text}`, which stands inside of others")
    return Phrase(label, parts, initial)


def _part(words: tuple[str, ...]) -> _Part:
    if words == ("...",):
        return None
    whole = frozenset(word for word in words if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in words if word.endswith("*"))


def _add_matches(found: list[Hit], phrases: tuple[_Ready, ...], words: tuple[str, ...], at: int) -> None:
    after = words[at + 1] if at + 1 < len(words) else ""
    for phrase in phrases:
        if (phrase.second is not None and after not in phrase.second) or (phrase.initial and at):
            continue
        end = _end(phrase.rest, words, at + 1) if phrase.rest else at + 1
        if end:
            found.append(Hit(phrase.label, at, end))


def _end(rest: tuple[_Part, ...], words: tuple[str, ...], at: int) -> int:
    """The index behind the phrase's last word where its rest stands at `at`, else 0. Gaps take as little as they
    can."""
    gap = 0
    for part in rest:
        if part is None:
            gap = _GAP
            continue
        whole, stems = part
        for place in range(at, min(at + gap + 1, len(words))):
            if words[place] in whole or (stems and words[place].startswith(stems)):
                at = place + 1
                break
        else:
            return 0
        gap = 0
    return at
