"""Read English prose of answers, and write some for reference solutions."""

import re
from random import Random
from typing import Final

_SMALL: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "by",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "as",
        "has",
        "have",
        "had",
        "will",
        "can",
        "may",
        "which",
        "who",
        "their",
        "they",
        "there",
        "than",
        "then",
        "so",
        "if",
        "when",
        "not",
        "no",
        "all",
        "each",
        "every",
        "our",
        "we",
        "you",
        "your",
    ]
)
_LEAST_SMALL: Final = 0.2
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]{0,60}")
_END: Final = re.compile(r"(?<=[.!?])[\"'”’)]{0,2}\s+")
_LIST: Final = re.compile(r"\s{0,3}(?:[-*+•]|[0-9]{1,3}[.)])\s")
_CONTRACTION: Final = re.compile(r"(?i)\b[a-z]{1,12}['’](?:s|t|re|ll|ve|d|m)\b")
_POSSESSIVE: Final = re.compile(r"(?i)\b(?!it|that|there|here|what|who|let|he|she|where|how)[a-z]{1,20}['’]s\b")


def words(text: str) -> list[str]:
    """Its words, numbers among them."""
    return _WORD.findall(text)


def paragraphs(text: str) -> list[str]:
    """What stands between empty lines, lines joined."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r", ""))
    return [" ".join(part.split()) for part in parts if part.strip()]


def sentences(text: str) -> list[str]:
    """Its sentences; a dot inside of a number ends none."""
    return [one for one in (part.strip() for part in _END.split(" ".join(text.split()))) if one]


def contractions(text: str) -> list[str]:
    """`don't` and `we're`, but not `the owner's`."""
    return [one for one in _CONTRACTION.findall(text) if not _POSSESSIVE.fullmatch(one)]


def is_list(text: str) -> bool:
    """Does a line begin as those of lists do?"""
    return any(_LIST.match(line) for line in text.split("\n"))


def no_prose(text: str) -> str:
    """What speaks against whole sentences; empty where nothing does."""
    found = sentences(text)
    if not found:
        return "there is no text"
    whole = [one for one in found if one[-1] not in ".!?\"'”’)"]
    if whole:
        return f"this is no whole sentence: {whole[0][:80]!r}"
    seen: set[str] = set()
    for one in found:
        plain = " ".join(words(one.lower()))
        if plain in seen:
            return f"this sentence stands there twice: {one[:80]!r}"
        seen.add(plain)
    all_words = [word.lower() for word in words(text)]
    share = sum(word in _SMALL for word in all_words) / max(len(all_words), 1)
    return "" if share >= _LEAST_SMALL else "this is a row of words, not sentences of English"


def has(text: str, word: str) -> bool:
    """Is the word in the text as a whole word, whatever its case?"""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


_OPENINGS: Final = (
    "Over the years", "On most days", "In the early morning", "For many visitors", "As a rule",
    "At the end of the week",
    "When the weather is good", "In a quiet season", "Even in winter", "After a long day", "Before the doors open",
    "With some patience", "Now and then", "In the busy months", "At first sight", "By the end of spring",
)  # fmt: skip
_SUBJECTS: Final = (
    "the people who work there", "a small group of neighbours", "the team behind the counter", "anyone who comes by",
    "the owners of the place", "a handful of regular guests", "the staff of the workshop", "those who know the area",
)  # fmt: skip
_DOINGS: Final = (
    "take the time to look after every detail", "find a reason to talk about the work at hand",
    "keep an eye on what has to be done next", "share what they have learnt with each other",
    "put things back where they belong", "make sure that nothing is left to chance",
    "talk about the plans for the coming weeks", "care about the small things as much as the large ones",
)  # fmt: skip
_ENDINGS: Final = (
    "and it shows in the result", "so that all goes well", "which is worth a visit",
    "and nobody seems to be in a hurry",
    "as they have done for a long time", "and that has been true from the start",
    "so there is always something to see",
)  # fmt: skip


def filler(random: Random, count: int) -> list[str]:
    """Different sentences that say little and hold no number, for reference solutions."""
    found: list[str] = []
    while len(found) < count:
        parts = (random.choice(_OPENINGS), random.choice(_SUBJECTS), random.choice(_DOINGS), random.choice(_ENDINGS))
        one = f"{parts[0]}, {parts[1]} {parts[2]}, {parts[3]}."
        if one not in found:
            found.append(one)
    return found
