"""Which groups of steps are workflows: what is in order because the text says so, not because somebody counted."""

from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.passes.concurrency.drafts import Group, Page
from skillrt.passes.concurrency.headed import by_bold_lines, by_headings
from skillrt.passes.concurrency.listed import by_code, by_lists
from skillrt.passes.concurrency.weighing import is_all_orders, stems_of, weight_of
from skillrt.passes.concurrency.words import phrases

_ENOUGH: Final = 3
_MANY: Final = 12  # steps
# steps within code
_SHOWN: Final = frozenset({"comments", "lines"})


def workflows_of(page: Page) -> tuple[Group, ...]:
    """The workflows of one document in order of place, the largest of those that stand in one another."""
    ranked = [(weight_of(group, page), group) for group in candidates(page)]
    chosen: list[Group] = []
    _choose([row for row in ranked if row[0] >= _ENOUGH], chosen)
    # where nothing is called a workflow, or beside one for another case, orders and nothing else are one
    plain = [row for row in ranked if row[0] < _ENOUGH and is_all_orders(row[1], page)]
    _choose([row for row in plain if not chosen or _is_beside(row[1], chosen)], chosen)
    kept = [group for group in chosen if not any(_says_again(group, other) for other in chosen)]
    return tuple(sorted(_plainest(kept, page), key=lambda group: group.line))


def _plainest(groups: Sequence[Group], page: Page) -> Iterator[Group]:
    """The workflows that are marked most plainly, until there are as many steps as a skill has. Beyond those stay the
    ones that are marked as plainly, that call their steps steps, or that stand beside one that stays; the rest are
    details."""
    taken: list[Group] = []
    steps, least = 0, 0
    for weight, group in sorted([(weight_of(group, page), group) for group in groups], key=lambda row: -row[0]):
        if steps < _MANY or weight >= least or group.keyword or _is_beside(group, taken):
            taken.append(group)
            steps, least = steps + len(group.drafts), weight if steps < _MANY else least
            yield group


def _says_again(group: Group, other: Group) -> bool:
    """Whether the group only says the other once more: loosely, under a title that could mean anything, or in more
    detail, under the title of one of its steps (`Scan local skills`, `Local skills scan`)."""
    if group is other or group.keyword or group.drafts[0].leaves[0].span.file != other.drafts[0].leaves[0].span.file:
        return False
    if other.keyword and group.title == other.title and group.by != other.by and group.end_line < other.line:
        return True  # `How it works` in three items, above the steps themselves
    loose = not group.around and phrases("workflow", "loose").fullmatch(group.title.strip(" :"))
    if loose and (other.keyword or phrases("workflow", "title").search(other.title)) and not other.around:
        return True
    stems = stems_of(group.title)
    return len(stems) > 1 and any(stems <= stems_of(draft.title) for draft in other.drafts)


def _choose(ranked: Sequence[tuple[int, Group]], chosen: list[Group]) -> None:
    """Add the groups, the weightiest first, that neither overlap nor repeat one that is chosen already."""
    # what stands within the steps of a workflow speaks for it
    heavy = [(max(weight for weight, inner in ranked if _holds(group, inner)), group) for _, group in ranked]
    for _, group in sorted(heavy, key=lambda row: (row[1].by in _SHOWN, -row[0], row[1].line, -row[1].end_line)):
        if not any(_overlap(group, other) or _repeats(group, other) for other in chosen):
            chosen.append(group)


def _is_beside(group: Group, chosen: Sequence[Group]) -> bool:
    """Whether the section around the group holds another workflow."""
    return any(group.by == other.by and group.around == other.around != () for other in chosen)


def _holds(outer: Group, inner: Group) -> bool:
    """Whether the one stands within a step of the other, or is the other."""
    if outer is inner:
        return True
    if outer.by not in ("headings", "bold"):
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
    yield from by_bold_lines(page)
    yield from by_lists(page)
    yield from by_code(page)


def _overlap(one: Group, other: Group) -> bool:
    return one.line <= other.end_line and other.line <= one.end_line
