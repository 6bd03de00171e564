"""What can be seen of a group of steps that may be a workflow, as numbers: the points by hand, its form and titles,
the steps themselves, and its place among the other groups of the document."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from skillrt.ir import SKILL_FILE
from skillrt.passes.concurrency.drafts import Draft, Group, Page
from skillrt.passes.concurrency.orders import is_asked, orders, stems_of, tells
from skillrt.passes.concurrency.weighing import is_catalogue, weight_of
from skillrt.passes.concurrency.words import phrases, words
from skillrt.reading.phrases import words_of

_POINTER: Final = re.compile(r"(?:→|->|[—–:-] )\s*(?:see\s+)?[`\[][^`\]]{1,100}\.md", re.I)  # a table of contents
_ARROW: Final = re.compile(r"→|➜|⟶|->")
_MOST: Final = 0.6
_OWN_WORDS: Final = 3  # of a title: in `next steps`, `steps` says nothing
_LEAST, _LARGEST, _UNIT = -4, 10, 5  # points that count; a unit weighs as much as a feature that holds
_HEAD_LEAVES, _HEAD_SENTENCES = 4, 6
HOLDERS: Final = ("headings", "sections", "bold")  # whose steps may have other groups in them


class Surroundings:
    """A document's groups, with what is the same for all of them."""

    def __init__(self, page: Page, groups: Sequence[Group]) -> None:
        self.page = page
        self.groups = tuple(groups)
        self.lines = max((section.end_line for section in page.sections), default=1)
        self.stems = stems_of(next((section.title for section in page.sections if section.level == 1), ""))
        self.keywords = sum(bool(group.keyword) for group in self.groups)
        self.titled = sum(_says(group.title) for group in self.groups)
        steps = sorted(
            (draft.line, draft.end_line) for group in groups if group.by in HOLDERS for draft in group.drafts
        )
        self._starts = [line for line, _ in steps]
        self._ends = list(accumulate((end for _, end in steps), max))

    def holds(self, group: Group) -> bool:
        """Whether a step of another group has the whole group in it."""
        at = bisect_right(self._starts, group.line)
        return at > 0 and self._ends[at - 1] >= group.end_line


def features_of(group: Group, place: Surroundings) -> dict[str, float]:
    """The features that hold, by name; what is left out is 0."""
    found = (*_form(group, place), *_titles(group, place), *_steps(group, place.page))
    return {name: float(value) for name, value in found if value}


def is_other(group: Group) -> bool:
    """Whether it is no workflow whatever else speaks for it: an example, jobs under `Core workflows` that only have
    numbers, a table of contents, jobs that are whole chains of steps (`read → align → draw`), questions."""
    if phrases("workflow", "shown").search(group.title) or (group.by == "headings" and is_catalogue(group)):
        return True
    if group.keyword or group.by not in ("list", "points"):
        return False
    return any(_share(group.drafts, holds) > _MOST for holds in (_is_pointer, _is_chain, is_asked))


def _form(group: Group, place: Surroundings) -> Iterator[tuple[str, float]]:
    yield "points", max(_LEAST, min(_LARGEST, weight_of(group, place.page))) / _UNIT if group.by != "sections" else 0
    yield "by list", group.by == "list"
    yield "by sections", group.by == "sections"
    yield "in a reference", place.page.path != SKILL_FILE
    yield "much of the document", min(1.0, (group.end_line - group.line + 1) / place.lines)
    yield "another has a keyword", not group.keyword and place.keywords > 0
    yield "another is titled so", place.titled > _says(group.title)
    yield "within a step", place.holds(group)


def _titles(group: Group, place: Surroundings) -> Iterator[tuple[str, float]]:
    several = bool(phrases("workflow", "several").search(group.title))
    lead = group.lead.strip("*_> ").lower()
    yield "title: workflow", not several and _says_workflow(group.title)
    yield "title: an order", bool(group.title) and tells(group.title)
    yield "title: the skill's", bool(stems_of(group.title) & place.stems)
    yield "around: advice", any(phrases("workflow", "advice").search(item) for item in (group.title, *group.around))
    yield "lead: other", lead.endswith(":") and bool(phrases("workflow", "not_lead").search(lead))


def _says(title: str) -> bool:
    return bool(phrases("workflow", "title").search(title))


def _says_workflow(title: str) -> bool:
    return _says(phrases("workflow", "not_title").sub(" ", title) if len(title.split()) < _OWN_WORDS else title)


def _steps(group: Group, page: Page) -> Iterator[tuple[str, float]]:
    drafts = group.drafts
    yield "orders", _share(drafts, lambda draft: orders(draft, page))
    yield "code", _share(drafts, lambda draft: any(leaf.kind == "code" for leaf in draft.leaves))
    yield "one line", _share(drafts, lambda draft: draft.line == draft.end_line)
    yield "begins as work does", not words("workflow", "begins").isdisjoint(words_of(drafts[0].title)[:2])
    yield "ends as work does", not words("workflow", "ends").isdisjoint(words_of(drafts[-1].title))
    yield "says what comes next", _share(drafts, lambda draft: _connects(draft, page))


def _share(drafts: Sequence[Draft], holds: Callable[[Draft], bool]) -> float:
    return sum(holds(draft) for draft in drafts) / len(drafts)


def _is_pointer(draft: Draft) -> bool:
    return bool(_POINTER.search(draft.title))


def _is_chain(draft: Draft) -> bool:
    return len(_ARROW.findall(draft.leaves[0].text)) > 1


def _connects(draft: Draft, page: Page) -> bool:
    said = [sentence for leaf in draft.leaves[:_HEAD_LEAVES] for sentence in page.said(leaf)]
    return any(phrases("workflow", "connects").search(sentence.text) for sentence in said[:_HEAD_SENTENCES])
