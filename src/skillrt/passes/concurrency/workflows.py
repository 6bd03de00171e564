"""Which groups of steps are workflows: what is in order because the text says so, not because somebody counted."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from skillrt.passes.concurrency.drafts import Draft, Group, Page
from skillrt.passes.concurrency.headed import by_bold_lines, by_headings
from skillrt.passes.concurrency.listed import by_code, by_lists
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.instructions import is_instruction
from skillrt.reading.phrases import words_of
from skillrt.reading.sentences import Sentence

_ENOUGH: Final = 3
_MANY: Final = 0.6
_POINTER: Final = re.compile(r"(?:→|->|[—–:-] )\s*(?:see\s+)?[`\[][^`\]]{1,100}\.md", re.I)  # a table of contents
# steps within code
_SHOWN: Final = frozenset({"comments", "lines"})


def workflows_of(page: Page) -> tuple[Group, ...]:
    """The workflows of one document in order of place, the largest of those that stand in one another."""
    ranked = [(_score(group, page), group) for group in candidates(page)]
    good = sorted(
        [(score, group) for score, group in ranked if score >= _ENOUGH],
        key=lambda row: (row[1].by in _SHOWN, -row[0], row[1].line, -row[1].end_line),
    )
    chosen: list[Group] = []
    for _, group in good:
        if not any(_overlap(group, other) or _repeats(group, other) for other in chosen):
            chosen.append(group)
    return tuple(sorted(chosen, key=lambda group: group.line))


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


def _score(group: Group, page: Page) -> int:
    """Points for what speaks for an order: the keyword, the title, the lead, imperatives."""
    score = 4 if group.keyword else 0
    score += _by_title(group.title, group.around[0] if group.around else "")
    aside = group.lead.lstrip("*_> ").lower().startswith("if ")
    score += 2 if not aside and phrases("workflow", "lead").search(group.lead) else 0
    orders = sum(_orders(draft, page) for draft in group.drafts)
    if orders >= len(group.drafts) * _MANY:
        score += 2 if group.by == "list" and orders >= 3 else 1
    score += 1 if tells(group.title) else 0
    score -= 2 if group.by == "points" else 0
    score += 1 if _is_announced(page) else 0
    score -= 3 if sum(bool(_POINTER.search(draft.title)) for draft in group.drafts) > len(group.drafts) * _MANY else 0
    return score - (1 if len(group.drafts) < 3 and not group.keyword else 0)


def _is_announced(page: Page) -> bool:
    """Whether the document begins by saying that its steps are to be followed."""
    first = page.sections[0] if page.sections else None
    return first is not None and any(phrases("workflow", "lead").search(item.text) for item in first.sentences)


def _by_title(title: str, around: str) -> int:
    score = 0
    if phrases("workflow", "title").search(title):
        score += 3
    elif phrases("workflow", "maybe").search(title) or phrases("workflow", "title").search(around):
        score += 2
    if phrases("workflow", "not_title").search(title):
        score -= 3
    elif phrases("workflow", "not_title").search(around):
        score -= 2
    return score


def _orders(draft: Draft, page: Page) -> bool:
    """Whether the step tells the agent to do something."""
    said = page.said(draft.leaves[0])[:1] if draft.leaves else ()
    return tells(draft.title) or any(is_instruction(sentence) for sentence in said)


@lru_cache(maxsize=4096)
def tells(text: str) -> bool:
    """Whether a title begins as an order does."""
    return is_instruction(Sentence("", "item", text, 0, len(text), words_of(text)))
