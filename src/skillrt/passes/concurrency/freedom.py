"""Which steps of a workflow need not wait for each other, although the text names one after the other."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

from skillrt.passes.concurrency.words import words
from skillrt.passes.concurrency.work import Work
from skillrt.reading.phrases import words_of

Pair = tuple[int, int]
_FEW: Final = 3
_LITTLE: Final = 2
_NUMBER: Final = re.compile(r"\d*")


def alternatives(works: Sequence[Work]) -> Iterator[Pair]:
    """Pairs of alternatives: the same number with another letter (`1` and `1-B`)."""
    for at in range(1, len(works)):
        one, other = works[at - 1].draft.label, works[at].draft.label
        if one and other and one != other and _number(one) == _number(other) != "":
            yield at - 1, at


def _number(label: str) -> str:
    found = _NUMBER.match(label)
    return found.group() if found else ""


def apart(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[Pair]:
    """Pairs that are known to be independent: parts of one kind, and code that uses nothing of the other's.

    `linked` are the pairs with a dependence that the text or the code shows.
    """
    yield from _of_one_kind(works, linked)
    yield from _in_code(works, linked)


def _of_one_kind(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[Pair]:
    """Three steps or more in a row that do the same to different things: `XSS testing`, `Header testing`, ..."""
    kinds = [_kinds(work) for work in works]
    start = 0
    while start < len(works):
        end = start + 1
        shared = kinds[start]
        while end < len(works) and shared & kinds[end]:
            shared &= kinds[end]
            end += 1
        run = list(combinations(range(start, end), 2))
        if end - start >= _FEW and not any(pair in linked for pair in run):
            yield from run
        start = end if end - start > 1 else start + 1


def _kinds(work: Work) -> frozenset[str]:
    """What a step does, by the first and the last word of its title; nothing for one that asks, acts outside, or runs
    commands alone."""
    said = words_of(work.draft.title)
    if not said or work.asks is not None or work.outside is not None or work.kind != "agent":
        return frozenset()
    first = {f"{said[0]} ..."} if said[0] in words("step", "apart") else set[str]()
    last = {f"... {said[-1]}"} if said[-1] in words("step", "apart_of") and len(said) > 1 else set[str]()
    return frozenset(first | last)


def _in_code(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[Pair]:
    """Steps that are Python and little else: the later one uses what others made, and nothing of the earlier one."""
    plain = [work.names is not None and _sentences(work) <= _LITTLE for work in works]
    for other, at in combinations(range(len(works)), 2):
        if plain[other] and plain[at] and (other, at) not in linked and any(then == at for _, then in linked):
            yield other, at


def _sentences(work: Work) -> int:
    return sum(sentence.kind != "heading" for _, sentence in work.said)
