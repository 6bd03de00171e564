"""Which groups of steps are workflows: what is in order because the text says so, not because somebody counted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.passes.concurrency.chances import Weights, chance_of, shipped
from skillrt.passes.concurrency.drafts import Group, Page
from skillrt.passes.concurrency.features import HOLDERS, Surroundings
from skillrt.passes.concurrency.headed import by_bold_lines, by_headings, by_sections
from skillrt.passes.concurrency.listed import by_code, by_lists
from skillrt.passes.concurrency.orders import stems_of
from skillrt.passes.concurrency.words import phrases

_SHOWN: Final = frozenset({"comments", "lines"})  # steps within code
_ALIKE: Final = 0.6
_MANY: Final = 200  # groups that are looked at, the likeliest
_OTHER: Final = re.compile(r"\W*(?:execute|follow|perform|run) the (?:core|main|above) workflow\b", re.I)


class Likely(msgspec.Struct, frozen=True):
    """A group of steps and the chance that it is a workflow."""

    group: Group
    chance: float


class Found(msgspec.Struct, frozen=True):
    """The workflows of a document in order of place, each with its chance, and the groups of steps that may be some
    as well and are not followed."""

    followed: tuple[Likely, ...]
    others: tuple[Group, ...]


def workflows_of(page: Page) -> tuple[Group, ...]:
    """The workflows of one document in order of place."""
    return tuple(item.group for item in likely_in(page, shipped()))


def likely_in(page: Page, weights: Weights) -> tuple[Likely, ...]:
    """The workflows of one document in order of place, each with its chance."""
    return found_in(page, weights).followed


def found_in(page: Page, weights: Weights) -> Found:
    """The workflows of one document, and what else in it may be one."""
    place = Surroundings(page, tuple(candidates(page)))
    known = [Likely(group, chance_of(group, place, weights)) for group in place.groups]
    known.sort(key=lambda item: -item.chance)
    likely = [item for item in known[:_MANY] if item.chance >= weights.first]
    chosen = tuple(_chosen(likely, weights))
    kept = [item for item in chosen if not any(_says_again(item.group, other.group) for other in chosen)]
    others = _others(known, [item.group for item in chosen], weights)
    return Found(tuple(sorted(kept, key=_line)), tuple(item.group for item in sorted(others, key=_line)))


def _line(item: Likely) -> int:
    return item.group.line


def _chosen(likely: Sequence[Likely], weights: Weights) -> Iterator[Likely]:
    """The likeliest, then others as far as they are likely enough, or sure where a skill has as many steps already;
    of several alike in one section, the ones that stand first. Code beside prose only shows again what that
    prescribes."""
    best: dict[tuple[object, ...], float] = {}
    for item in likely:
        # what stands within the steps of a workflow speaks for it
        chance = max(other.chance for other in likely if _holds(item.group, other.group))
        best[_kin(item.group)] = max(chance, best.get(_kin(item.group), 0.0))
    taken: list[Group] = []
    steps = 0
    for item in sorted(likely, key=lambda item: (_is_last(item.group), -best[_kin(item.group)], *_place(item.group))):
        group = item.group
        over = steps + len(group.drafts) > weights.steps and (item.chance < weights.sure or group.by in _SHOWN)
        if taken and (item.chance < weights.more or over or _wraps(group)):
            continue
        if not any(_overlap(group, other) or _repeats(group, other) for other in taken):
            taken.append(group)
            steps += len(group.drafts)
            yield item


def _others(known: Sequence[Likely], chosen: Sequence[Group], weights: Weights) -> Iterator[Likely]:
    """What may be a workflow beside those that were chosen: likely enough, or one of several alike of which one
    was."""
    taken = list(chosen)
    alone = Counter((*_kin(item.group), item.group.title) for item in known)
    for item in known:
        group = item.group
        if not taken or item.chance == 0 or group.by in _SHOWN or _wraps(group):
            continue
        beside = alone[*_kin(group), group.title] == 1 and any(_is_beside(group, other) for other in chosen)
        again = any(_overlap(group, other) or _repeats(group, other) or _says_again(group, other) for other in taken)
        if (item.chance >= weights.more or beside) and not again:
            taken.append(group)
            yield item


def _is_beside(group: Group, other: Group) -> bool:
    """Whether both are of one form, each under a heading of its own, and the one over those says that there are such:
    `Core workflows`."""
    if not group.around or _kin(group) != _kin(other) or group.title == other.title:
        return False
    return any(phrases("workflow", name).search(group.around[0]) for name in ("title", "several"))


def _is_last(group: Group) -> tuple[bool, bool]:
    return group.by in _SHOWN, _wraps(group)


def _place(group: Group) -> tuple[int, int]:
    return group.line, -group.end_line


def _wraps(group: Group) -> bool:
    """Whether one of its steps is another workflow: `Execute the core workflow`."""
    return any(_OTHER.match(draft.title) for draft in group.drafts)


def _kin(group: Group) -> tuple[object, ...]:
    """What groups of one form in the same section have in common."""
    return (group.by, group.around) if group.around else (group.by, group.line)


def _says_again(group: Group, other: Group) -> bool:
    """Whether the group only says the other once more: loosely, under a title that could mean anything, or in more
    detail, under the title of one of its steps (`Scan local skills`, `Local skills scan`)."""
    if group is other or group.keyword or group.drafts[0].leaves[0].span.file != other.drafts[0].leaves[0].span.file:
        return False
    if other.keyword and group.title == other.title and group.by != other.by and group.end_line < other.line:
        return True  # `How it works` in three items, above the steps themselves
    loose = not group.around and phrases("workflow", "loose").fullmatch(group.title.strip(" :"))
    if (
        loose
        and group.end_line < other.line
        and (other.keyword or phrases("workflow", "title").search(other.title))
        and not other.around
    ):
        return True
    if group.by == "list" and other.keyword and _in_short(group, other):
        return True
    stems = stems_of(group.title)
    return len(stems) > 1 and any(stems <= stems_of(draft.title) for draft in other.drafts)


def _in_short(group: Group, other: Group) -> bool:
    """Whether the items are the other's steps in other words, one each, before those are told at length."""
    if group.end_line > other.line or len(group.drafts) != len(other.drafts):
        return False
    alike = [
        not stems_of(one.title).isdisjoint(stems_of(two.title))
        for one, two in zip(group.drafts, other.drafts, strict=True)
    ]
    return sum(alike) >= len(alike) * _ALIKE


def _holds(outer: Group, inner: Group) -> bool:
    """Whether the one stands within a step of the other, or is the other."""
    if outer is inner:
        return True
    if outer.by not in HOLDERS:
        return False
    return any(draft.line <= inner.line and inner.end_line <= draft.end_line for draft in outer.drafts)


def _repeats(group: Group, other: Group) -> bool:
    """Whether the group only shows again what the other prescribes: code beside prose, `Step n` in bold."""
    if group.by in _SHOWN:
        return other.by not in _SHOWN
    return group.by == "bold" and bool(group.keyword) and other.by == "headings" and bool(other.keyword)


def candidates(page: Page) -> Iterator[Group]:
    """Everything that may be steps."""
    yield from by_headings(page)
    yield from by_sections(page)
    yield from by_bold_lines(page)
    yield from by_lists(page)
    yield from by_code(page)


def _overlap(one: Group, other: Group) -> bool:
    return one.line <= other.end_line and other.line <= one.end_line
