"""Whether a sentence has the user asked, and whether what comes behind it waits for an answer."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from skillrt.passes.concurrency.words import phrases
from skillrt.reading.sentences import Sentence

_NEAR: Final = 60  # characters before a phrase that say whom it is about
_CLOSE: Final = 30
_FIRST: Final = 5  # words behind `wait for` that say for what
_QUOTED: Final = re.compile(r"(?:\A[\W\d_]*|\bthen |\band |, )ask:[\s*_]*[\"“«]", re.I)  # `..., ask: "Is it right?"`
_CLAUSE_END: Final = re.compile(r"[,;:.!?()]|\s(?:and|then|before|so)\s", re.I)
_NOT: Final = re.compile(r"(?:\bnot|n't|n’t|\bnever|\brather than|\bwithout)[\W_]*\Z", re.I)
_SHARED: Final = re.compile(r"\b(?:shar(?:e|es|ed|ing)|conversations?|provid(?:e|es|ed))\b", re.I)
_QUESTION: Final = re.compile(r"[\W\d_]*(?:does|do|is|are|did|has|have|can|was|were)\b[^?]*\?[\W_]*\Z", re.I)
_SIGNED: Final = re.compile(r"\b(?:humans?|users?|stakeholders?|maintainers?|gets?|for|obtain|wait)\b", re.I)
_GIVEN: Final = re.compile(
    r"\b(?:after|once|upon|when|if|that|which|only with|on)\s+"
    r"(?:(?:the|an?|their|explicit|explicitly|user)\s+){0,3}\Z",
    re.I,
)
_AGREED: Final = re.compile(r"\b(?:is|are|be|been|gets?|until)\s+(?:\w+\s+)?\Z", re.I)


def asks_user(text: str) -> bool:
    """Whether a sentence has the user asked or waited for."""
    if any(_holds(text, found) for found in phrases("step", "asks").finditer(text)):
        return True
    return _QUOTED.search(text) is not None and not text.lstrip("*_- ").lower().startswith("for ")


def waits_for_answer(sentences: Sequence[Sentence]) -> bool:
    """Whether what comes behind these sentences waits until the user agrees: one of them asks, and it or one beside
    it says so. That something is done after an approval tells of one that was given before."""
    asking = [at for at, sentence in enumerate(sentences) if asks_user(sentence.text)]
    beside = {at + step for at in asking for step in (-1, 0, 1)}
    return any(
        at in beside and any(_is_awaited(sentence.text, found) for found in _approvals(sentence))
        for at, sentence in enumerate(sentences)
    )


def _approvals(sentence: Sentence) -> list[re.Match[str]]:
    return list(phrases("step", "approval").finditer(sentence.text))


def _is_awaited(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - _NEAR) : found.start()]
    if found.group().lower() == "approved" and not _AGREED.search(before):
        return False  # `apply the approved plan`
    return _holds(text, found) and not _GIVEN.search(before)


def _holds(text: str, found: re.Match[str]) -> bool:
    """Whether a phrase that other things are said with, too, is about the user here."""
    phrase = " ".join(found.group().lower().split())
    told = _TOLD.get(phrase)
    return told is None or told(text[max(0, found.start() - _NEAR) : found.start()], text[found.end() :])


def _is_waiting(before: str, after: str) -> bool:
    """`Wait for fonts to load` waits for a program, `do not wait for the user` for nobody."""
    near = " ".join(_CLAUSE_END.split(after.lstrip(), maxsplit=1)[0].split()[:_FIRST])
    return bool(phrases("step", "answers").search(near)) and not _NOT.search(before)


def _is_talk(before: str, after: str) -> bool:
    """`Share the file with the user` and `does it agree the format with the user?` ask nobody."""
    asked = _QUESTION.match(f"{before}with the user{after}")
    shared = _SHARED.search(before) and not after.startswith(":")  # a colon shows what is said to them
    return not (shared or after.startswith(("'s", "’s")) or asked)


def _is_signed(before: str, _after: str) -> bool:
    """The sign-off of a letter is a greeting."""
    return _SIGNED.search(before[-_CLOSE:]) is not None


_TOLD: Final[dict[str, Callable[[str, str], bool]]] = {
    "wait for": _is_waiting,
    "with the user": _is_talk,
    "sign-off": _is_signed,
    "sign off": _is_signed,
}
