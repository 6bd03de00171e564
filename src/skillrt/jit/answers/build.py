"""Build an answer pattern from what an episode said at its end.

A number or name may be said only if a fact gives it, and that fact was also said at the end of at least two of the
episodes that prove the template (of half of them at least): a number that was met by chance is not. Words that no
other answer or request has, and words that claim a check, are not said either. Who asked which, and was told words
of the data, is not served by their number.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec

from skillrt.jit.answers.facts import PRINTED, decimals_of, number_of, says
from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said
from skillrt.jit.programs.plain_words import function_words

MIN_SUPPORT: Final = 2
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")
_WORD: Final = re.compile(
    r"(?:(?<!\w)[-+])?(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)|(?:(?<=\s)|(?<=^)|(?<=[`'\"(]))\.?[\w][\w./-]*\.[A-Za-z][A-Za-z0-9]{0,7}(?!\w)|\w+(?:[-']\w+)*"
)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
# `2-4` reads as a span to one and as a negative number to another
_RANGE: Final = re.compile(r"\d[-\u2013]\d")
_MIN_LENGTH: Final = 4
_MAX_SENTENCE: Final = 600
_LIST_ITEM: Final = 2  # words
_JOINING: Final = re.compile(r"\b(?:and|or)\b")


class Witness(msgspec.Struct, frozen=True):
    """Another episode: what it said at its end, what it was asked, the facts of the replay on it."""

    final: str
    prompt: str
    facts: dict[Fact, str]


def answer_pattern(
    final: str, prompt: str, facts: Mapping[Fact, str], witnesses: list[Witness], *, only_answers: bool = False
) -> AnswerPattern:
    """The pattern of the answers; without sentences where none can be said for certain. Where nothing is written
    (`only_answers`), the number that was asked for is better than nothing; where words were asked for and cannot be
    said, nothing is."""
    known = {word.casefold() for item in witnesses for text in (item.final, item.prompt) for word in spoken(text)}
    known |= {word.casefold() for word in spoken(prompt)} | function_words()
    supported = {fact: value for fact, value in facts.items() if _is_supported(fact, value, final, witnesses)}
    reading = _Reading(supported, frozenset(known), frozenset(_data_words(facts)))
    sentences = (reading.sentence(part) for part in _SENTENCE.split(final.strip()) if len(part) <= _MAX_SENTENCE)
    found = tuple(sentence for sentence in sentences if sentence)
    if only_answers and _tells_words(final, prompt, facts, witnesses, found):
        return AnswerPattern()
    return AnswerPattern(found or (_number_alone(final, prompt, supported) if only_answers else ()))


def _number_alone(final: str, prompt: str, facts: Mapping[Fact, str]) -> tuple[tuple[Said, ...], ...]:
    """Where no sentence can be said, the first number that the answer gives, if a fact tells it."""
    number = next(
        (word for word in spoken(final) if number_of(word) is not None and word not in spoken(prompt)), None
    )
    fact = next((fact for fact, value in facts.items() if number is not None and says(number, value)), None)
    if number is None or fact is None or fact.of == "hole":
        return ()
    places = -1 if facts[fact] == number else decimals_of(number)
    return ((Said(fact=fact, decimals=places),),)


def _tells_words(
    final: str,
    prompt: str,
    facts: Mapping[Fact, str],
    witnesses: list[Witness],
    sentences: tuple[tuple[Said, ...], ...],
) -> bool:
    """Whether most of the answers tell words of their data, and the sentences would not."""
    said = {facts[part.fact] for sentence in sentences for part in sentence if part.fact is not None}
    episodes = [Witness(final, prompt, dict(facts)), *witnesses]
    printed = [{value for fact, value in item.facts.items() if fact.of == "printed"} for item in episodes]
    telling = 0
    for at, item in enumerate(episodes):
        others = {value for index, values in enumerate(printed) if index != at for value in values}
        own = {value for value in printed[at] - others if number_of(value) is None}
        told = own & {match.group() for match in PRINTED.finditer(item.final)}
        told -= {match.group() for match in PRINTED.finditer(item.prompt)}
        telling += bool(told - said if at == 0 else told)
    return 2 * telling > len(episodes)


def support(fact: Fact, witnesses: list[Witness]) -> int:
    """In how many of the other answers the fact is said."""
    return sum(fact in item.facts and _said(item.facts[fact], item.final) for item in witnesses)


def _is_supported(fact: Fact, value: str, final: str, witnesses: list[Witness]) -> bool:
    if fact.of == "hole":
        return True
    if not _said(value, final):
        return False
    return support(fact, witnesses) >= max(MIN_SUPPORT, (len(witnesses) + 1) // 2)


def _said(value: str, final: str) -> bool:
    if ", " in value:
        return value in final or value.replace(", ", " and ") in final
    return any(says(word, value) for word in spoken(final))


def spoken(text: str) -> list[str]:
    """The words, numbers and file names of a text."""
    return [match.group() for match in _WORD.finditer(text)]


def _data_words(facts: Mapping[Fact, str]) -> set[str]:
    """Names of columns: said of one file, they need not be true of another."""
    return {
        name.casefold()
        for fact, value in facts.items()
        if fact.measure == "column-names"
        for name in value.split(", ")
    }


class _Reading:
    """Turns sentences into what may be said of another run."""

    def __init__(self, facts: Mapping[Fact, str], known: frozenset[str], data: frozenset[str]) -> None:
        self._facts = facts
        self._known = known
        self._data = data
        self._lists = [(fact, value) for fact, value in facts.items() if fact.measure == "column-names"]

    def sentence(self, text: str) -> tuple[Said, ...]:
        """The sentence, shortened until all of it can be said; empty where nothing is left."""
        for shorter in _shorter(text):
            if _RANGE.search(shorter):
                continue
            said = self._read(shorter)
            if said is not None and any(part.fact is not None for part in said):
                first = said[0]
                return (msgspec.structs.replace(first, text=first.text[:1].upper() + first.text[1:]), *said[1:])
        return ()

    def _read(self, text: str) -> tuple[Said, ...] | None:
        said: list[Said] = []
        at = 0
        while at < len(text):
            listed = next(((fact, value) for fact, value in self._lists if text.startswith(value, at)), None)
            if listed is not None and not text[at - 1 : at].isalnum():
                said.append(Said(fact=listed[0]))
                at += len(listed[1])
                continue
            match = _WORD.match(text, at)
            if match is None or text[at - 1 : at].isalnum():
                said.append(Said(text[at]))
                at += 1
                continue
            part = self._word(match.group())
            if part is None:
                return None
            said.append(part)
            at = match.end()
        return _joined(said)

    def _word(self, word: str) -> Said | None:
        """The word as a part of the answer; None where it cannot be said."""
        fact = next((fact for fact, value in self._facts.items() if ", " not in value and says(word, value)), None)
        number = number_of(word)
        if fact is not None and (number is not None or fact.of != "printed" or "." in word):
            places = -1 if number is None or self._facts[fact] == word else decimals_of(word)
            return Said(fact=fact, decimals=places)
        plain = word.casefold()
        if number is not None or ("." in word and not word.endswith(".")) or plain in self._data:
            return None
        if plain in words()["numbers"] or plain in words()["claims"]:
            return None
        return Said(word) if len(word) < _MIN_LENGTH or plain in self._known else None


def _shorter(text: str) -> list[str]:
    """The sentence, then without asides in brackets, then cut at each comma or dash from the end."""
    end = text[-1] if text[-1:] in (".", "!", "?") else "." if text[-1:] == ";" else ""
    body = text.rstrip(".!?;")
    found = [body]
    for base in dict.fromkeys((body, _ASIDE.sub("", body))):
        found.append(base)
        found.extend(base[:cut] for cut in reversed(_cuts(base)))
    return [piece.strip() + end for piece in dict.fromkeys(found) if piece.strip()]


def _cuts(text: str) -> list[int]:
    """Where a sentence may end early: at marks, but not inside a list of single words (`id, left and right`)."""
    marks = [match.start() for match in re.finditer(r"[;:,]| — | – | - ", text)]
    ends = [*marks[1:], len(text)][: len(marks)]
    parts = [
        len(re.findall(r"\w[\w./-]*", _JOINING.sub(" ", text[low:high])))
        for low, high in zip(marks, ends, strict=True)
    ]
    return [low for low, words in zip(marks, parts, strict=True) if low > 0 and words > _LIST_ITEM]


def _joined(said: list[Said]) -> tuple[Said, ...]:
    parts: list[Said] = []
    for part in said:
        if parts and part.fact is None and parts[-1].fact is None:
            parts[-1] = Said(parts[-1].text + part.text)
        else:
            parts.append(part)
    return tuple(parts)


@cache
def words() -> dict[str, Any]:
    """The data of `answer_words.toml`."""
    text = resources.files("skillrt.jit").joinpath("data/answer_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
