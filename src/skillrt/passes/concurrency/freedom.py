"""Which steps of a workflow need not wait for each other, although the text names one after the other."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Final

from skillrt.passes.concurrency.programs import asked_by, filled_alike, looks_itself
from skillrt.passes.concurrency.words import words
from skillrt.passes.concurrency.work import Work
from skillrt.reading.phrases import words_of

Pair = tuple[int, int]
_FEW: Final = 3
_LITTLE: Final = 2
_TITLED: Final = re.compile(r"[\w./-]*\w\.[a-z][a-z0-9]{0,5}\b", re.I)
_CHOSEN: Final = re.compile(r"\(if [^()\n]{2,60}\)|\bif (?:chosen|selected|picked)\b", re.I)
_WAY: Final = re.compile(
    r"\W*(path|option|way|route|approach|alternative|mode|variant|method|scenario|case)\s+(?:[A-E]|[1-5]|I{1,3})\b",
    re.I,
)
_NUMBER: Final = re.compile(r"\d*")
_TESTS: Final = re.compile(r"^[ \t]*(?:while|until)\b|(?:^|[;&|(!]|\bif)[ \t]*\[\[?[ \t]", re.M)


def alternatives(works: Sequence[Work]) -> Iterator[Pair]:
    """Pairs of alternatives: the same number with another letter (`1` and `1-B`; `3a` and `3b` where each is for a
    case), or ways that are counted (`Path A`, `Path B`). Parts of one step (`1a`, `1b`) are none."""
    for at in range(1, len(works)):
        one, other = works[at - 1].draft.label, works[at].draft.label
        if one.isdigit() and other != one and _number(other) == one:
            yield at - 1, at
    for named in (_case, _way):
        start = 0
        while start < len(works):
            end = start + 1
            while end < len(works) and named(works[start]) and named(works[start]) == named(works[end]):
                end += 1
            yield from combinations(range(start, end), 2)
            start = end


def _case(work: Work) -> str:
    """The number of a step that has a letter as well and is only for a case: `3b. Review each (if chosen)`."""
    label = work.draft.label
    head = work.draft.leaves[0].text if work.draft.leaves else ""
    cased = work.condition is not None or _CHOSEN.search(head) is not None
    return _number(label) if cased and label and not label.isdigit() else ""


def _way(work: Work) -> str:
    """What a step is called that is one of several ways: `path` for `Path A: ...`."""
    found = _WAY.match(work.draft.title)
    return found.group(1).lower() if found else ""


def _number(label: str) -> str:
    found = _NUMBER.match(label)
    return found.group() if found else ""


def apart(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[Pair]:
    """Pairs that are known to be independent: parts of one kind, edits of two files, and code that uses nothing of
    the other's.

    `linked` are the pairs with a dependence that the text or the code shows.
    """
    for run in runs_of_one_kind(works, linked):
        yield from combinations(run, 2)
    for run in edits_of_several_files(works, linked):
        yield from combinations(run, 2)
    for run in looks_only(works, linked):
        yield from combinations(run, 2)
    yield from _in_code(works, linked)


def runs_of_one_kind(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[range]:
    """Three steps or more in a row that do the same to different things: `XSS testing`, `Header testing`, ..."""
    kinds = [_kinds(work) for work in works]
    start = 0
    while start < len(works):
        end = start + 1
        shared = kinds[start]
        while end < len(works) and shared & kinds[end]:
            shared &= kinds[end]
            end += 1
        if end - start >= _FEW and not any(pair in linked for pair in combinations(range(start, end), 2)):
            yield range(start, end)
        start = end if end - start > 1 else start + 1


def edits_of_several_files(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[range]:
    """Steps in a row with the same verb, each with a file of its own in its title: `Update a.xml`, `Update b.xml`."""
    edited = [_edited(work) for work in works]
    start = 0
    while start < len(works):
        end = start + 1
        while end < len(works) and edited[end][0] and edited[end][0] == edited[start][0]:
            end += 1
        run = range(start, end)
        files = {edited[at][1] for at in run}
        if len(files) == len(run) > 1 and not any(pair in linked for pair in combinations(run, 2)):
            yield run
        start = end


def looks_only(works: Sequence[Work], linked: Collection[Pair]) -> Iterator[range]:
    """Steps in a row of commands that only look, none of which uses what another one set."""
    start = 0
    while start < len(works):
        end = start + 1
        while end < len(works) and _looks(works[start]) and _looks(works[end]):
            end += 1
        run = range(start, end)
        done = [[item for item, _ in works[at].ran if item.text] for at in run]
        known = {asked_by(items[0]) for items in done if items}
        alike = filled_alike([item for items in done for item in items])
        if len(run) == len(known) > 1 and alike and not any(pair in linked for pair in combinations(run, 2)):
            yield run
        start = end


def _looks(work: Work) -> bool:
    done = [item for item, _ in work.ran if item.text]
    calm = work.asks is None and work.outside is None and work.condition is None and not work.writes
    shows = all(item.effect == "looks" for item in done) and any(map(looks_itself, done))
    return shows and calm and not _decides(work) and _sentences(work) <= _LITTLE


def _decides(work: Work) -> bool:
    """Whether the step waits for something, or is there for what its exit status says to the next one."""
    shell = (fence.text for fence in work.fences if fence.role == "commands")
    return any(item.decides for item, _ in work.ran) or any(_TESTS.search(text) for text in shell)


def _edited(work: Work) -> tuple[str, str]:
    """The verb of a title and the only file in it; two empty texts where it is not so."""
    said = words_of(work.draft.title)
    files = _TITLED.findall(work.draft.title)
    if not _is_free(work) or said[0] not in words("step", "edits") or len(files) != 1:
        return "", ""
    return said[0], files[0]


def _is_free(work: Work) -> bool:
    """Whether a step is an agent's own, no part of a program, without asking and without effects outside."""
    return (
        work.draft.part is None
        and work.asks is None
        and work.outside is None
        and work.kind == "agent"
        and bool(words_of(work.draft.title))
    )


def _kinds(work: Work) -> frozenset[str]:
    """What a step does, by the first and the last word of its title; nothing for one that asks, acts outside, or runs
    commands alone."""
    said = words_of(work.draft.title)
    if not _is_free(work) or not words("step", "staged").isdisjoint(said):
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
