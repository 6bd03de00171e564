"""How much speaks for a group of steps being a workflow: points for its title, its lead and the orders in it."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from skillrt.ir import SKILL_FILE
from skillrt.passes.concurrency.drafts import Draft, Group, Page
from skillrt.passes.concurrency.words import phrases
from skillrt.passes.concurrency.words import words as listed
from skillrt.reading.instructions import is_description, is_instruction
from skillrt.reading.phrases import words_of
from skillrt.reading.sentences import Sentence

_MANY: Final = 0.6
_FEW: Final = 3
_SAYS: Final = ("title", "maybe", "not_title", "several", "shown")
_STEM: Final = 5
_SHORT: Final = 80  # characters of a sentence that says what the steps right behind it are
_POINTER: Final = re.compile(r"(?:→|->|[—–:-] )\s*(?:see\s+)?[`\[][^`\]]{1,100}\.md", re.I)  # a table of contents
_ARROW: Final = re.compile(r"→|➜|⟶|->")


def weight_of(group: Group, page: Page) -> int:
    """Points for what speaks for an order: the keyword, the title, the lead, imperatives; 0 for what is no workflow
    whatever else it says."""
    if phrases("workflow", "shown").search(group.title) or is_catalogue(group):
        return 0
    score = 4 if group.keyword else 0
    score += (
        _by_title(group.title, group.around[0] if group.around else "")
        + _by_lead(group.lead)
        + _by_orders(group, page)
    )
    score += 1 if tells(group.title) else 0
    score -= 2 if group.by == "points" else 0
    score += 1 if _is_announced(page) else 0
    score -= 3 if _most(group, lambda draft: bool(_POINTER.search(draft.title))) else 0
    # what a program does by itself is told in the third person
    score -= 3 if group.by in ("list", "points") and _most(group, _is_described) else 0
    score -= 3 if group.by in ("list", "points") and _most(group, _is_asked) else 0
    return score - (1 if len(group.drafts) < _FEW and not group.keyword else 0)


def is_catalogue(group: Group) -> bool:
    """Whether each part is a job of its own: numbered headings under `Common workflows`, items that are whole chains
    of steps (`read → align → draw`)."""
    if group.keyword:
        return False
    if group.by in ("headings", "bold"):
        return bool(phrases("workflow", "several").search(group.title))
    return group.by in ("list", "points") and _most(
        group, lambda draft: len(_ARROW.findall(draft.leaves[0].text)) > 1
    )


def _most(group: Group, holds: Callable[[Draft], bool]) -> bool:
    return sum(holds(draft) for draft in group.drafts) > len(group.drafts) * _MANY


def _is_described(draft: Draft) -> bool:
    return is_description(words_of(draft.title))


def _is_asked(draft: Draft) -> bool:
    """Whether a step is only a question; `Verify: does it pass?` is none."""
    asked = draft.leaves[0].text.rstrip("*_ \n").endswith(("?", "？"))
    return asked and not tells(draft.title.rstrip("?？"))


def _is_announced(page: Page) -> bool:
    """Whether the document begins by saying that its steps are to be followed."""
    first = page.sections[0] if page.sections else None
    return first is not None and any(phrases("workflow", "lead").search(item.text) for item in first.sentences)


def _by_lead(lead: str) -> int:
    """Points for the sentence before the steps; what it says of a case or of a program is no order."""
    plain = lead.strip("*_> ").lower()
    if len(plain) < _SHORT and plain.endswith(":") and phrases("workflow", "not_lead").search(plain):
        return -3
    return 2 if not _is_case(lead) and phrases("workflow", "lead").search(plain) else 0


def _is_case(lead: str) -> bool:
    """Whether what follows is for a case only."""
    return lead.lstrip("*_> ").lower().startswith("if ")


def _by_orders(group: Group, page: Page) -> int:
    """Points for orders in the steps: most of them, more of them in a list."""
    orders = sum(_orders(draft, page) for draft in group.drafts)
    if orders < len(group.drafts) * _MANY:
        return 0
    return 2 if group.by == "list" and orders >= _FEW else 1


def is_all_orders(group: Group, page: Page) -> bool:
    """Whether steps of a SKILL.md are orders, one and all (headings: most), under a title that says nothing of what
    they are and for no certain case: a workflow where there is no other."""
    count = len(group.drafts)
    if (
        page.path != SKILL_FILE
        or group.keyword
        or is_catalogue(group)
        or _is_case(group.lead)
        or _by_lead(group.lead) < 0
    ):
        return False
    titles = [group.title, *group.around[:1]] if group.by == "list" else [group.title]
    if any(phrases("workflow", name).search(title) for title in titles for name in _SAYS):
        return False
    if group.by == "list":
        return count >= (_FEW + 1 if group.title else _FEW) and all(_orders(draft, page) for draft in group.drafts)
    named = sum(tells(draft.title) for draft in group.drafts)
    return group.by == "headings" and not group.around and named >= max(_FEW, count * _MANY)


def _by_title(title: str, around: str) -> int:
    score = 0
    if phrases("workflow", "title").search(title):
        score += 3
    elif phrases("workflow", "maybe").search(title) or phrases("workflow", "title").search(around):
        score += 2
    if phrases("workflow", "not_title").search(title):
        score -= 3
    elif phrases("workflow", "advice").search(around):
        score -= 4
    elif phrases("workflow", "not_title").search(around):
        score -= 2
    return score


def _orders(draft: Draft, page: Page) -> bool:
    """Whether the step tells the agent to do something."""
    said = page.said(draft.leaves[0])[:1] if draft.leaves else ()
    return tells(draft.title) or any(is_instruction(sentence) for sentence in said)


def stems_of(title: str) -> frozenset[str]:
    """The beginnings of the words of a title, without those that only say that it is a workflow."""
    plain = phrases("workflow", "title").sub(" ", title)
    return frozenset(word[:_STEM] for word in words_of(plain) if len(word) > 3)


@lru_cache(maxsize=4096)
def tells(text: str) -> bool:
    """Whether a title begins as an order does."""
    words = words_of(text)
    if words and words[0] in listed("workflow", "orders"):
        return True
    return is_instruction(Sentence("", "item", text, 0, len(text), words))
