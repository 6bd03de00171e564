"""Dependences between the steps of a workflow: data, control, order, each with its reason and its evidence.

In doubt, an edge. Between neighbours there is none only where they are alternatives to each other.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from skillrt.errors import Span
from skillrt.ir import Resource, span_of
from skillrt.passes.concurrency.asking import waits_for_answer
from skillrt.passes.concurrency.freedom import alternatives, apart
from skillrt.passes.concurrency.orders import tells
from skillrt.passes.concurrency.words import phrases
from skillrt.passes.concurrency.work import Work
from skillrt.reading.phrases import words_of

Kind = Literal["data", "control", "order"]
_NUMBERS: Final = r"(\d{1,2}(?:[-.]?[A-Za-z])?)(?:\s*(?:-|–|to|and|&|,|or)\s*(\d{1,2}))?"
_RESULTS: Final = re.compile(r"\b(?:from|using|with) (?:the )?(\w{4,20}) (results?|output|response|findings)\b", re.I)
_LONG: Final = 20_000
_NEAR: Final = 60  # characters before a mention of a step that say what it is mentioned for


class Link(msgspec.Struct, frozen=True):
    """An edge between two steps of a workflow, by their places in it."""

    first: int
    then: int
    kind: Kind
    reason: str
    span: Span


class Graph(msgspec.Struct, frozen=True):
    """The edges of a workflow; `against` are those that the text asks for against its own order: a cycle."""

    links: tuple[Link, ...]
    against: tuple[Link, ...] = ()
    free: frozenset[tuple[int, int]] = frozenset()


def graph_of(works: Sequence[Work], keyword: str) -> Graph:
    """The dependences between steps in the author's order."""
    mentions = [link for at, work in enumerate(works) for link in _mentions(works, at, work, keyword)]
    against = tuple(link for link in mentions if link.first > link.then)
    free = frozenset(pair for pair in alternatives(works) if not _both_run(works, *pair))
    found: dict[tuple[int, int], Link] = {}
    for link in (
        *(link for link in mentions if link.first < link.then),
        *_data(works),
        *_participles(works),
        *_results(works),
    ):
        if (link.first, link.then) not in free:
            found.setdefault((link.first, link.then), link)
    free |= frozenset(apart(works, found))
    for link in _bypasses(works, free, keyword):
        found.setdefault((link.first, link.then), link)
    for link in _control(works, found, free):
        found[link.first, link.then] = link
    _reduce(found)
    _close(works, found, free)
    return Graph(tuple(found[key] for key in sorted(found, key=lambda pair: (pair[1], pair[0]))), against, free)


def _both_run(works: Sequence[Work], first: int, then: int) -> bool:
    """Whether two steps are commands that touch the same: whoever runs them must not run them at once."""
    one, other = works[first], works[then]
    if "agent" in (one.kind, other.kind):
        return False
    touched = [{(item.kind, item.name) for item in (*work.reads, *work.writes)} for work in (one, other)]
    return bool(touched[0] & touched[1])


def _mentions(works: Sequence[Work], at: int, work: Work, keyword: str) -> Iterator[Link]:
    """Steps that a step names by number: what it uses of them, or what it must come after or before."""
    places = {item.draft.label.lower(): index for index, item in reversed(list(enumerate(works)))}
    pattern = _mention_pattern(keyword or "step")
    for block, sentence in work.said:
        for found in pattern.finditer(sentence.text):
            near = sentence.text[max(0, found.start() - _NEAR) : found.start()]
            named = _named(found, places)
            if not named or at in named:
                continue
            span = span_of(block, sentence.start, sentence.end)
            if re.search(r"\b(?:after|once|following|requires?|depends on)\s+(?:\w+\s+){0,2}\Z", near, re.I):
                yield from (
                    Link(other, at, "order", f"it comes after {_called(works[other], keyword)}", span)
                    for other in named
                )
            elif phrases("step", "back").search(near) or sentence.kind == "heading":
                continue
            else:
                yield from (
                    Link(other, at, "data", f"it uses what {_called(works[other], keyword)} gave", span)
                    for other in named
                    if other < at
                )


def _called(work: Work, keyword: str) -> str:
    """A step by its number in the text, and by its id where that has another one."""
    label = work.draft.label
    if not label:
        return work.id
    return f"{keyword or 'step'} {label}" + ("" if work.id == f"s{label}" else f" ({work.id})")


def _mention_pattern(keyword: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(keyword)}s?\s+#?{_NUMBERS}|(?<=[（(]){re.escape(keyword)}\s*{_NUMBERS}", re.I)


def _named(found: re.Match[str], places: dict[str, int]) -> list[int]:
    low = (found.group(1) or found.group(3) or "").lower()
    high = (found.group(2) or found.group(4) or "").lower()
    named = [places[item] for item in (low, high) if item in places]
    if len(named) == 2 and re.search(r"-|–|to", found.group()):
        return list(range(named[0], named[1] + 1))
    return named


def _data(works: Sequence[Work]) -> Iterator[Link]:
    """A step that reads what an earlier one wrote last, or writes what an earlier one reads or writes."""
    for at, work in enumerate(works):
        taken: dict[int, Link] = {}
        for resource in work.reads:
            other = _last(works, at, resource.kind, resource.name, "writes")
            if other is not None:
                taken.setdefault(other, Link(other, at, "data", f"it uses {resource.name}", resource.span))
        for resource in work.writes:
            if resource.kind == "variable":
                continue
            other = _last(works, at, resource.kind, resource.name, "both")
            if other is not None:
                taken.setdefault(other, Link(other, at, "data", f"both touch {resource.name}", resource.span))
        yield from taken.values()
        if at and at - 1 not in taken and (found := _imported(works[at - 1], works[at])):
            yield Link(at - 1, at, "data", f"it uses {found.name}, imported there", found.span)


def _participles(works: Sequence[Work]) -> Iterator[Link]:
    """`the copied script` uses what the step `Copy the hook script` gave."""
    made = [_made(work.draft.title) for work in works]
    for at, work in enumerate(works):
        for other in range(at - 1):
            forms, nouns = made[other]
            link = _told(work, forms, nouns) if forms else None
            if link is not None:
                text, span = link
                yield Link(other, at, "data", f"it uses {text}", span)


def _results(works: Sequence[Work]) -> Iterator[Link]:
    """`from the search results` uses what an earlier step that searches gave."""
    names = [_named_by(work) for work in works]
    for at, work in enumerate(works):
        if at < 2:
            continue
        for block, text in (
            *((block, sentence.text) for block, sentence in work.said),
            *((fence.block, fence.text) for fence in work.fences),
        ):
            for found in _RESULTS.finditer(text[:_LONG]):
                word = found.group(1).lower()
                other = next((item for item in range(at - 2, -1, -1) if word in names[item]), None)
                if other is not None and not work.draft.title.lower().startswith(word):
                    yield Link(other, at, "data", f"it uses the {word} {found.group(2).lower()}", block.span)


def _named_by(work: Work) -> frozenset[str]:
    """The words of a step's title and of the names that its code begins with."""
    heads = " ".join(fence.text.strip().partition("\n")[0] for fence in work.fences)
    return frozenset(word for word in re.split(r"[\W_]+", f"{work.draft.title} {heads}".lower()) if len(word) > 3)


def _made(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The participles of the verb that a title begins with, and the words of what it is done to."""
    first, *rest = words_of(title) or ("",)
    if not first.isascii() or len(first) < 3 or not tells(title):
        return frozenset(), frozenset()
    stem = first[:-1] if first.endswith(("e", "y")) else first
    forms = {f"{first}ed", f"{first}d", f"{stem}ed", f"{stem}ied", f"{first}{first[-1]}ed"}
    nouns = {form for word in rest if len(word) > 3 for form in (word, word.removesuffix("s"), f"{word}s")}
    return frozenset(forms), frozenset(nouns)


def _told(work: Work, forms: frozenset[str], nouns: frozenset[str]) -> tuple[str, Span] | None:
    for block, sentence in work.said:
        if forms.isdisjoint(sentence.words):
            continue
        for at, word in enumerate(sentence.words):
            near = sentence.words[at + 1 : at + 4]
            if word in forms and not nouns.isdisjoint(near):
                return f"the {word} {next(item for item in near if item in nouns)}", span_of(
                    block, sentence.start, sentence.end
                )
    return None


def _imported(before: Work, work: Work) -> Resource | None:
    """A module that the code of one step brought in and that of the next one uses."""
    if before.names is None or work.names is None:
        return None
    return next((item for item in work.reads if item.kind == "variable" and item.name in before.names.imports), None)


def _last(works: Sequence[Work], at: int, kind: str, name: str, how: str) -> int | None:
    for other in range(at - 1, -1, -1):
        items = works[other].writes if how == "writes" else (*works[other].writes, *works[other].reads)
        if any(item.kind == kind and item.name == name for item in items):
            return other
    return None


def _bypasses(works: Sequence[Work], free: frozenset[tuple[int, int]], keyword: str) -> Iterator[Link]:
    """A step that may not be done does not hand on what the one before it made."""
    for at in range(1, len(works) - 1):
        span = works[at].condition
        if span is not None and (at - 1, at + 1) not in free:
            reason = f"{_called(works[at], keyword)} between them may not be done"
            yield Link(at - 1, at + 1, "data", reason, span)


def _control(
    works: Sequence[Work], found: dict[tuple[int, int], Link], free: frozenset[tuple[int, int]]
) -> Iterator[Link]:
    """What decides whether the next step happens: its own condition, an approval, or a way out before it."""
    for at in range(1, len(works)):
        if (at - 1, at) in free or ((at - 1, at) in found and found[at - 1, at].kind == "data"):
            continue
        before, work = works[at - 1], works[at]
        if work.condition is not None:
            yield Link(at - 1, at, "control", "what came before decides whether it is done", work.condition)
        elif before.asks is not None and waits_for_answer([sentence for _, sentence in before.said]):
            yield Link(at - 1, at, "control", "it waits for an approval", before.asks)
        elif (span := _way_out(before)) is not None:
            yield Link(at - 1, at, "control", "the work may end before it", span)


def _way_out(work: Work) -> Span | None:
    for block, sentence in work.said:
        if sentence.first in ("if", "unless", "when") and phrases("step", "stop").search(sentence.text):
            return span_of(block, sentence.start, sentence.end)
    return None


def _close(works: Sequence[Work], found: dict[tuple[int, int], Link], free: frozenset[tuple[int, int]]) -> None:
    """Every pair that is not known to be independent is in order, over other steps or by an edge of its own."""
    reach: list[set[int]] = [set() for _ in works]
    for at in range(len(works)):
        for first, then in found:
            if then == at:
                reach[at] |= {first} | reach[first]
        for other in range(at - 1, -1, -1):
            if other in reach[at] or (other, at) in free:
                continue
            reason = "it stands after it, and nothing shows that it may come earlier"
            found[other, at] = Link(other, at, "order", reason, works[at].draft.leaves[0].span)
            reach[at] |= {other} | reach[other]


def _reduce(found: dict[tuple[int, int], Link]) -> None:
    """What a name hands on directly goes without saying where other data take it there step by step."""
    for first, then in sorted(found):
        link = found[first, then]
        if link.kind == "data" and link.reason.startswith("it uses ") and _reached(found, first, then):
            del found[first, then]


def _reached(found: dict[tuple[int, int], Link], first: int, then: int) -> bool:
    """Whether data lead from one to the other by way of a third."""
    seen = {first}
    waiting = [first]
    while waiting:
        at = waiting.pop()
        for (low, high), link in found.items():
            if low != at or link.kind != "data" or high in seen or (low, high) == (first, then):
                continue
            if high == then:
                return True
            seen.add(high)
            waiting.append(high)
    return False
