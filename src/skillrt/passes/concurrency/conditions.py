"""Whether a step may not be done at all: its title or its first sentence says in which case it is."""

import re
from collections.abc import Sequence
from typing import Final

from skillrt.errors import Span
from skillrt.ir import Block, span_of
from skillrt.passes.concurrency.drafts import Draft
from skillrt.passes.concurrency.orders import tells
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.sentences import Sentence
from skillrt.reading.titles import CUT

_HEAD: Final = 90  # characters of a title in which a phrase says it
_WHOLE: Final = 4  # sentences of which none may say what is done otherwise
_HEAD_END: Final = re.compile(r"(?<=\w)[.:]\s|\s[—–]\s")
_OPEN: Final = re.compile(r"[(（][^()（）]*\Z")
_ALONE: Final = re.compile(r"\s*(?:[,;:.)）—–-]|but\b|\Z)")  # behind `optional`, where it is no word of a name
_GOES_ON: Final = re.compile(r"\s*[,;]|\s+and\b")
_CLAUSE: Final = re.compile(r"(;)\s+|,\s+(?:and\s+|then\s+)?|\s+(?:and|then)\s+", re.I)
_LAST: Final = re.compile(r"(?<=\S\s)[(（](?:only )?if [^()（）]{2,50}[)）]\Z", re.I)
_CASE: Final = re.compile(r"([^,;.()]*[^\s,;.()])\sif [^,;.]{3,60}\Z", re.I)
_STOP: Final = re.compile(r"[.!?]\s")


def condition_of(said: Sequence[tuple[Block, Sentence]], draft: Draft) -> Span | None:
    """Where it says that the step may not be done: its title begins or ends with a condition, or has a word for it;
    or its first sentence begins with one. A later sentence only tells of a case in a step that is always done."""
    if _is_titled(draft.title):
        return draft.leaves[0].span
    if any(sentence.first in ("otherwise", "else") for _, sentence in said[:_WHOLE]):
        return None  # one way or another it is done
    for block, sentence in said[:1]:
        if sentence.first in ("if", "unless") and block.id == draft.leaves[0].id:
            return span_of(block, sentence.start, sentence.end)
    return None


def _is_titled(title: str) -> bool:
    head = title[:_HEAD]
    if phrases("step", "condition").match(head):
        return True
    first = _HEAD_END.split(head)[0]
    return any(_holds(first, found) for found in phrases("step", "maybe").finditer(first)) or _ends_so(title)


def _holds(head: str, found: re.Match[str]) -> bool:
    """Whether the phrase is said of the whole step: not of one thing in a bracket, nor of its last clause only."""
    before, after = head[: found.start()], head[found.end() :]
    alone = "optional" not in found.group().lower() or _ALONE.match(after)
    if bracket := _OPEN.search(before):
        return not bracket.group()[1:].strip() and bool(alone)
    return bool(alone) and not _GOES_ON.match(after) and not _is_of_clause(before)


def _is_of_clause(before: str) -> bool:
    """Whether what stands before a condition is a clause of its own behind another: `..., update the notes`."""
    *rest, last = _CLAUSE.split(before)
    return bool(rest) and (rest[-1] == ";" or tells(last))


def _ends_so(title: str) -> bool:
    """`Restart the server if the config changed`, `Write the summary (if asked)`; in `Check if it runs` it is
    `whether`."""
    said = title.rstrip(".:* ")
    if title.endswith(CUT) or _STOP.search(said):  # what a title that was cut off ends with is not known
        return False
    found = _CASE.match(said.rpartition(": ")[2])
    if _LAST.search(said) or found is None:
        return bool(_LAST.search(said))
    before = found[1]
    asked = not before.lower().endswith(" only") and phrases("step", "whether").search(before)
    return not asked and not _is_of_clause(before)
