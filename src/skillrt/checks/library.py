"""What shows only when the skills of a library are looked at together: equal names, copies, like descriptions."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from skillrt.checks.cards import Card, Line, place_of_line
from skillrt.checks.neighbours import neighbourhoods
from skillrt.checks.similarity import Described, alike
from skillrt.errors import Diagnostic, Place
from skillrt.targets import Harness

Found = tuple[int, Diagnostic]
_NAMED = 3  # so many other skills are named in one message; of more only the number

# `ja`, `zh-CN`, `pt_BR`
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


def library_findings(cards: Sequence[Card], selected: Collection[int], *, alike: bool = True) -> Iterator[Found]:
    """Index of a card and what is wrong with it beside the others, for the cards that are `selected`.

    A problem of two skills stands at the later one; where only the earlier one is selected, at that. `alike`: look
    for descriptions that say nearly the same, which costs most of the time.
    """
    near = neighbourhoods(cards)
    copies, doubles = _repeated(cards, near)
    yield from _pairs(cards, selected, copies, _copy)
    yield from _pairs(cards, selected, doubles, _double)
    if alike:
        repeats = {second for _, second in (*copies, *doubles)}
        yield from _alike(cards, selected, repeats, near)


def listing_findings(cards: Sequence[Card], harnesses: Iterable[Harness]) -> Iterator[Diagnostic]:
    """Where names and descriptions of all skills together exceed what a harness lists."""
    total = sum(len(card.name) + len(card.listing.description.text) for card in cards)
    for harness in harnesses:
        budget = harness.skills.listing_budget
        if 0 < budget < total:
            message = (
                f"names and descriptions of these {len(cards)} skills have {total:,} characters; {harness.title} "
                f"lists about {budget:,}, and cuts or leaves out what is over"
            )
            yield Diagnostic.of("library.listing-budget", message)


def _repeated(cards: Sequence[Card], near: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs (earlier, later) of the same skill, and of different skills with one name, among those kept together."""
    by_content: dict[tuple[str, str, str], int] = {}
    by_name: dict[tuple[str, str], int] = {}
    copies: list[tuple[int, int]] = []
    doubles: list[tuple[int, int]] = []
    for index, card in enumerate(cards):
        name = card.name.casefold()
        same = by_content.setdefault((near[index], card.digest, name), index)
        first = by_name.setdefault((near[index], name), index)
        if same != index:
            copies.append((same, index))
        elif first != index and not _translations(cards[first].skill, card.skill):
            doubles.append((first, index))
    return copies, doubles


def _translations(path: str, other: str) -> bool:
    """Whether two paths differ only in a folder that names a language: `docs/ja-JP/x` and `docs/zh-CN/x`."""
    parts, others = path.split("/"), other.split("/")
    if len(parts) != len(others):
        return False
    differing = [pair for pair in zip(parts, others, strict=True) if pair[0] != pair[1]]
    return bool(differing) and all(_LANGUAGE.fullmatch(part) for pair in differing for part in pair)


def _pairs(
    cards: Sequence[Card],
    selected: Collection[int],
    pairs: Iterable[tuple[int, int]],
    say: Callable[[Card, Card], Diagnostic],
) -> Iterator[Found]:
    for first, second in pairs:
        if second in selected:
            yield second, say(cards[second], cards[first])
        elif first in selected:
            yield first, say(cards[first], cards[second])


def _copy(card: Card, other: Card) -> Diagnostic:
    message = f"the skill `{card.name}` is the same, file by file, as the one in `{other.skill}`"
    return _at(card, card.listing.name, "library.same-skill", message)


def _double(card: Card, other: Card) -> Diagnostic:
    spelt = "" if card.name == other.name else f", spelt `{other.name}`"
    message = f"the skill in `{other.skill}` has the name `{card.name}` too{spelt}"
    return _at(card, card.listing.name, "library.duplicate-name", message)


def _alike(
    cards: Sequence[Card], selected: Collection[int], repeats: Collection[int], near: Sequence[str]
) -> Iterator[Found]:
    kept = [index for index in range(len(cards)) if index not in repeats]
    described = [Described(cards[index].name, cards[index].listing.description.text) for index in kept]
    others: dict[int, list[int]] = defaultdict(list)
    for one, two in alike(described):
        first, second = kept[one], kept[two]
        if near[first] != near[second]:
            continue
        if second in selected:
            others[second].append(first)
        elif first in selected:
            others[first].append(second)
    for index, rivals in sorted(others.items()):
        yield index, _similar(cards[index], [cards[other] for other in rivals])


def _similar(card: Card, others: Sequence[Card]) -> Diagnostic:
    named = [f"`{other.name}` ({other.skill})" for other in others[:_NAMED]]
    if len(others) > _NAMED:
        named.append(f"{len(others) - _NAMED} more")
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    own = _squeezed(card)
    equal = all(_squeezed(other) == own for other in others)
    how = "is the same, word for word, as" if equal else "says nearly the same as"
    whose = "that" if len(others) == 1 else "those"
    message = f"the description of `{card.name}` {how} {whose} of {listed}; an agent can hardly choose between them"
    return _at(card, card.listing.description, "library.alike-descriptions", message)


def _squeezed(card: Card) -> str:
    return " ".join(card.listing.description.text.split())


def _at(card: Card, line: Line, code: str, message: str) -> Diagnostic:
    place = place_of_line(card.listing, line) if line.text else Place(card.listing.file, 1)
    return Diagnostic.of(code, message, place, excerpt=line.excerpt)
