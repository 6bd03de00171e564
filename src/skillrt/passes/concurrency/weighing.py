"""How much speaks for a group of steps being a workflow: points for its title, its lead and the orders in it."""

from collections.abc import Callable
from typing import Final

from skillrt.passes.concurrency.drafts import Draft, Group, Page
from skillrt.passes.concurrency.orders import is_told, orders, tells
from skillrt.passes.concurrency.words import phrases

_MANY: Final = 0.6
_FEW: Final = 3
_SHORT: Final = 80  # characters of a sentence that says what the steps right behind it are


def weight_of(group: Group, page: Page) -> int:
    """Points for what speaks for an order: the keyword, the title, the lead, imperatives; 0 for jobs of their own."""
    if is_catalogue(group):
        return 0
    score = 4 if group.keyword else 0
    around = group.around[0] if group.around else ""
    score += _by_title(group.title, around) + _by_lead(group.lead) + _by_orders(group, page)
    score += 1 if tells(group.title) else 0
    score -= 2 if group.by == "points" else 0
    score += 1 if _is_announced(page) else 0
    # what a program does by itself is told in the third person
    score -= 3 if group.by in ("list", "points") and _most(group, is_told) else 0
    return score - (1 if len(group.drafts) < _FEW and not group.keyword else 0)


def is_catalogue(group: Group) -> bool:
    """Whether each part is a job of its own: numbered headings under `Common workflows`."""
    if group.keyword or group.by not in ("headings", "bold"):
        return False
    return bool(phrases("workflow", "several").search(group.title))


def _most(group: Group, holds: Callable[[Draft], bool]) -> bool:
    return sum(holds(draft) for draft in group.drafts) > len(group.drafts) * _MANY


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
    told = sum(orders(draft, page) for draft in group.drafts)
    if told < len(group.drafts) * _MANY:
        return 0
    return 2 if group.by == "list" and told >= _FEW else 1


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
