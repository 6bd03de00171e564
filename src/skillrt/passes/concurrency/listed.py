"""Steps by lists: numbered ones, also where code between the items cuts them in pieces, and lists of points that the
text calls steps; and steps that stand in one code block, by its comments or its numbered lines."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.ir import Block, leaves
from skillrt.passes.concurrency.drafts import By, Draft, Group, Page
from skillrt.passes.concurrency.headed import title_line
from skillrt.reading.fences import fences_of

_SILENT: Final = frozenset({"trivia", "marker"})
_COMMENT: Final = re.compile(r"^[ \t]*(?:#|//|--)[ \t]*(?:step[ \t]*)?(\d{1,2})[.):][ \t]+(\S.{0,160})", re.M | re.I)
_LINE: Final = re.compile(r"^[ \t]{0,8}(?:step[ \t]*)?(\d{1,2})[.):][ \t]+(\S.{0,160})", re.M | re.I)
_WHEN: Final = re.compile(
    r"\A[\W_]*(?:before|during|while|after|then|first|finally|when done)\b[^\n]{0,60}:[*_ ]*\n?\Z", re.I
)
_POINTS: Final = re.compile(
    r"(?:references?|see also|further reading): ", re.I
)  # the last item only says where more is
_MOST: Final = 40


def by_lists(page: Page) -> Iterator[Group]:
    """Every list at the outermost level of a section that may hold steps."""
    waiting: list[Block] = []
    between: list[Block] = []  # what stands behind the last of them
    points: list[Block] = []  # of that, what may only say more of it
    before: Block | None = None  # what stands before the first of them
    for block in page.blocks:
        if block.kind == "list" and block.children:
            if waiting and _is_detail(waiting, between, block):
                between.append(block)
                points.append(block)
                continue
            if waiting and not _joined(waiting, between, before, block):
                yield from _groups(page, waiting, before, points)
                waiting = []
            if not waiting:
                before = between[-1] if between else None
            waiting.append(block)
            between, points = [], []
        elif block.kind not in _SILENT:
            between.append(block)
    yield from _groups(page, waiting, before, points)


def _groups(page: Page, waiting: Sequence[Block], before: Block | None, points: Sequence[Block]) -> Iterator[Group]:
    """The lists that count on, and the points behind the last of them, which no number follows."""
    yield from _group(page, waiting, before)
    for block in points:
        yield from _group(page, (block,), waiting[-1])


def _is_detail(waiting: Sequence[Block], between: Sequence[Block], block: Block) -> bool:
    """Whether points right behind a numbered item only say more of it; the number behind them counts on."""
    bare = all(item.kind in ("code", "list") for item in between)
    return bool(waiting[0].level) and not block.level and bare and len(waiting[-1].children) == 1


def _joined(waiting: Sequence[Block], between: Sequence[Block], before: Block | None, block: Block) -> bool:
    """Whether a list goes on with those before it: by its number, around code, or `Before ...:` and `After ...:`.

    A list that counts on goes on behind a heading, too."""
    if waiting[0].level or block.level:
        return bool(waiting[0].level) and block.level == waiting[0].level + sum(
            len(item.children) for item in waiting
        )
    if any(item.kind == "heading" for item in between):
        return False
    if between and all(item.kind == "code" for item in between):
        return True
    leads = [item for item in (before, *between[-1:]) if item is not None and _WHEN.match(item.text)]
    boxes = all(item.checked is not None for item in (*waiting[0].children, *block.children))
    return len(leads) == 2 and boxes and len(between) == 1


def _group(page: Page, lists: Sequence[Block], before: Block | None) -> Iterator[Group]:
    items = [(item, holder) for holder in lists for item in holder.children]
    if not 2 <= len(items) <= _MOST:
        return
    inside = [(item, tuple(leaf for leaf in leaves((item,)) if leaf.kind not in _SILENT)) for item, _ in items]
    if not all(found for _, found in inside):
        return
    home = page.homes.get(inside[0][1][0].id)
    if home is None:
        return
    section = page.sections[home]
    first = lists[0]
    drafts = tuple(_draft(found, number) for number, (_, found) in enumerate(inside, max(first.level, 1)))
    drafts = _with_between(page, drafts, lists)
    if len(drafts) > 2 and _POINTS.match(drafts[-1].title):
        drafts = drafts[:-1]
    said = page.said(before) if before is not None else ()
    by: By = "list" if first.level or len(lists) > 1 else "points"
    lead = said[-1].text if said else ""
    yield Group(by, section.title, page.around(section), lead, drafts)


def _draft(inside: tuple[Block, ...], number: int) -> Draft:
    end = max(leaf.span.end_line for leaf in inside)
    return Draft(title_line(inside[0].text), str(number), inside, inside[0].span.line, end)


def _with_between(page: Page, drafts: tuple[Draft, ...], lists: Sequence[Block]) -> tuple[Draft, ...]:
    """What stands between the pieces of a list belongs to the item before it."""
    if len(lists) < 2:
        return drafts
    starts = [draft.line for draft in drafts]
    found: list[Draft] = []
    for at, draft in enumerate(drafts):
        until = starts[at + 1] if at + 1 < len(starts) else drafts[-1].end_line + 1
        section = page.sections[page.homes[draft.leaves[0].id]]
        inside = tuple(leaf for leaf in section.leaves if draft.line <= leaf.span.line < until)
        end = max(leaf.span.end_line for leaf in inside)
        found.append(Draft(draft.title, draft.label, inside, draft.line, end))
    return tuple(found)


def by_code(page: Page) -> Iterator[Group]:
    """Code blocks whose comments, or whose lines of text, are numbered in order."""
    for section in page.sections:
        if not any(leaf.kind == "code" for leaf in section.leaves):
            continue
        for fence in fences_of(section):
            if fence.role in ("code", "commands"):
                found = _numbered(fence.block, fence.text, _COMMENT)
                by: By = "comments"
            elif fence.role == "form":
                found = _numbered(fence.block, fence.text, _LINE)
                by = "lines"
            else:
                continue
            if len(found) >= (2 if by == "comments" else 3):
                lead = fence.lead.text if fence.lead else ""
                yield Group(by, section.title, page.around(section), lead, found)


def _numbered(block: Block, text: str, pattern: re.Pattern[str]) -> tuple[Draft, ...]:
    marks = list(pattern.finditer(text))[:_MOST]
    first = int(marks[0].group(1)) if marks else 1
    if first > 1 or [int(mark.group(1)) for mark in marks] != list(range(first, first + len(marks))):
        return ()
    base = block.span.line + (1 if block.fenced else 0)
    found: list[Draft] = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        body = text[mark.start() : end].rstrip()
        line = base + text.count("\n", 0, mark.start())
        part = (mark.start(), mark.start() + len(body))
        found.append(Draft(title_line(mark.group(2)), mark.group(1), (block,), line, line + body.count("\n"), part))
    return tuple(found)
