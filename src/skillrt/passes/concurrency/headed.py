"""Steps by headings (`Step 2`, `Phase B`, `3. Verify`) and by bold lines of the same kind within a section."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from skillrt.ir import Block
from skillrt.passes.concurrency.drafts import By, Draft, Group, Page
from skillrt.passes.concurrency.orders import tells
from skillrt.passes.concurrency.words import phrases, word_list
from skillrt.reading.sections import Section, title_of
from skillrt.reading.titles import plain_title

_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KEYWORD: Final = re.compile(
    r"\A\W{0,6}(step|phase|stage|第|步骤|阶段|ステップ|フェーズ|paso|fase|étape|schritt|etapa)[ \t]*#?"
    r"(\d{1,2}(?:[-.]?[A-Za-z0-9])?|[A-Za-z]|" + "|".join(_WORDS) + r"|[一二三四五六七八九十])(?![\w])",
    re.I,
)
# `Sweep 2: ...`, `Audit check 3`, `Check ASI-04`: what else parts of work are counted by
_COUNTED: Final = re.compile(
    r"\A\W{0,6}((?:(?!step|phase)[a-z]{2,12}[ \t])?(?:"
    + "|".join(word_list("workflow", "counted"))
    + r")(?:[ \t][A-Z]{2,6}-)?)[ \t]*#?(\d{1,2}(?:\.\d)?)(?=[:.)]|[ \t]+[–—-]|[ \t]*\Z)",
    re.I,
)
_NAMES: Final = re.compile(r"[^\W_]+[ \t]+\w{1,3}[ \t]+[^\W_]")  # a number that no colon stands behind
_CHINESE: Final = "一二三四五六七八九十"
_NUMBER: Final = re.compile(
    r"\A[^\w(]{0,6}(\d{1,2})(?:[.):：]|[ \t]*[–—-])[ \t]+(?=\S)|\A[^\w(]{0,6}(\d{1,2})[.、](?=\D)"
)
_BOLD: Final = re.compile(r"\A(?:\*\*|__)([^*_\n]{2,160})(?:\*\*|__)")
MOST_OF_TITLE: Final = 120  # characters
_LEADING: Final = re.compile(r"\A[\s:：.–—)、-]+")
_MOST: Final = 40
_FEWEST: Final = 3
_MANY: Final = 0.6


class _Mark:
    """The number of a step: its keyword (empty for a bare number), label as written and place in the order."""

    def __init__(self, keyword: str, label: str, rest: str) -> None:
        self.keyword, self.label, self.rest = keyword.lower(), label, _LEADING.sub("", rest).strip()
        self.order = _order(label)


def _order(label: str) -> int:
    low = label.lower()
    if low in _WORDS:
        return _WORDS.index(low) + 1
    if label in _CHINESE:
        return _CHINESE.index(label) + 1
    digits = re.match(r"\d+", label)
    return int(digits.group()) if digits else ord(low[0]) - ord("a") + 1


def _mark(title: str) -> _Mark | None:
    if found := _KEYWORD.match(title):
        return _Mark(found.group(1), found.group(2), title[found.end() :])
    if found := _COUNTED.match(title):
        # `Check ASI-04: Escalation` keeps its verb
        said = title if tells(found.group(1)) else title[found.end() :]
        return _Mark(found.group(1), found.group(2), said)
    if found := _NUMBER.match(title):
        return _Mark("", found.group(1) or found.group(2), title[found.end() :])
    return None


def by_headings(page: Page) -> Iterator[Group]:
    """Sections whose headings are numbered in order."""
    runs: list[list[tuple[Section, _Mark]]] = []
    latest: dict[tuple[str, int], list[tuple[Section, _Mark]]] = {}
    for section in page.sections:
        mark = _mark(section.title) if section.level else None
        if mark is None:
            continue
        # steps of the same keyword may stand at different levels; bare numbers are of one level and one parent
        key = (mark.keyword, 0 if mark.keyword else section.level)
        run = latest.get(key)
        if run is not None and _is_part(run[-1], section, mark):
            continue
        if run is None or not _continues(run, section, mark, page):
            if mark.order > 1:
                latest.pop(key, None)
                continue
            run = latest[key] = []
            runs.append(run)
        run.append((section, mark))
    for run in runs:
        if 2 <= len(run) <= _MOST:
            yield _headed(page, run)


def _is_part(last: tuple[Section, _Mark], section: Section, mark: _Mark) -> bool:
    """Whether a heading within a step only names that again: `Phase 1 success criteria` in `Phase 1: Build it`."""
    again = bool(mark.keyword) and mark.label == last[1].label and last[0].index in section.parents
    return again and _NAMES.match(section.title) is not None


def _continues(run: list[tuple[Section, _Mark]], section: Section, mark: _Mark, page: Page) -> bool:
    first, last = run[0][0], run[-1][1]
    beside = section.level == first.level and section.parents[:-1] == first.parents[:-1] and bool(section.parents)
    if beside and mark.order == last.order + 1 and _is_flow(page.sections[section.parents[-1]]):
        return True  # counted on where the section over it is only another part of the work
    if first.parents and first.parents[-1] not in section.parents:
        return False
    if not first.parents and section.level > first.level and not mark.keyword:
        return False
    if not mark.keyword and section.parents[-1:] != first.parents[-1:]:
        return False
    # the same number twice is a slip where both are called steps; `Step 1` twice begins anew
    slip = bool(mark.keyword) and len(run) > 1 and section.level == first.level and section.parents == first.parents
    return mark.order == last.order + 1 or (mark.order == last.order and (mark.label != last.label or slip))


def _is_flow(section: Section) -> bool:
    return bool(phrases("workflow", "title").search(section.title))


def _headed(page: Page, run: list[tuple[Section, _Mark]]) -> Group:
    drafts: list[Draft] = []
    starts = [section.index for section, _ in run]
    for at, (section, mark) in enumerate(run):
        until = starts[at + 1] if at + 1 < len(starts) else len(page.sections)
        inside = [
            section,
            *(item for item in page.sections[section.index + 1 : until] if section.index in item.parents),
        ]
        leaves = tuple(leaf for item in inside for leaf in item.leaves)
        # between two steps there may stand sections of neither
        end = max([section.line, *(leaf.span.end_line for leaf in leaves if leaf.kind != "rule")])
        head = page.heads[section.heading]
        drafts.append(Draft(mark.rest or section.title, mark.label, (head, *leaves), section.line, end))
    # of the sections over a run that counts on in the next one, the one that is called a workflow
    flows = (section for section, _ in run if section.parents and _is_flow(page.sections[section.parents[-1]]))
    return _over(page, next(flows, run[0][0]), "headings", tuple(drafts), run[0][1].keyword)


def _over(page: Page, first: Section, by: By, drafts: tuple[Draft, ...], keyword: str = "") -> Group:
    """The group of these steps under the section around the first of them."""
    if not first.parents:
        return Group(by, "", (), "", drafts, keyword)
    over = page.sections[first.parents[-1]]
    return Group(by, over.title, page.around(over), _last_said(page, over), drafts, keyword)


def by_sections(page: Page) -> Iterator[Group]:
    """Sections without numbers that stand beside each other: all of them under a title that says workflow; elsewhere,
    without those that are called what no step is, where most are orders (`Assess the layout`, `Write a test`)."""
    rows: dict[tuple[tuple[int, ...], int], list[Section]] = {}
    for section in page.sections:
        if section.level > 1:
            rows.setdefault((section.parents, section.level), []).append(section)
    for (parents, _), beside in rows.items():
        over = page.sections[parents[-1]] if parents and page.sections[parents[-1]].level > 1 else None
        flow = over is not None and _is_flow(over)
        run = beside if flow else [item for item in beside if not _is_no_step(item.title)]
        told = sum(tells(item.title) for item in run) >= len(run) * _MANY
        if _FEWEST <= len(run) <= _MOST and (flow or told) and not any(_mark(item.title) for item in run):
            yield _over(page, run[0], "sections", tuple(_drafted(page, item) for item in run))


def _is_no_step(title: str) -> bool:
    other = phrases("workflow", "not_title").fullmatch(title.strip(" :"))
    return bool(other or phrases("workflow", "shown").search(title))


def _drafted(page: Page, section: Section) -> Draft:
    later = (page.sections[at] for at in range(section.index + 1, len(page.sections)))
    below = takewhile(lambda item: section.index in item.parents, later)
    found = (*section.leaves, *(leaf for item in below for leaf in item.leaves))
    end = max([section.line, *(leaf.span.end_line for leaf in found if leaf.kind != "rule")])
    return Draft(section.title, "", (page.heads[section.heading], *found), section.line, end)


def _last_said(page: Page, section: Section) -> str:
    found = [sentence.text for leaf in section.leaves[-1:] for sentence in page.said(leaf)]
    return found[-1] if found else ""


def by_bold_lines(page: Page) -> Iterator[Group]:
    """Paragraphs of one section that begin with a bold number or `Step n`, each with what follows it."""
    for section in page.sections:
        run: list[tuple[int, _Mark]] = []
        for at, leaf in enumerate(section.leaves):
            mark = _bold_mark(leaf) if leaf.id not in section.listed else None
            if mark is None:
                continue
            if run and mark.order not in (run[-1][1].order, run[-1][1].order + 1):
                yield from _bold(page, section, run)
                run = []
            if run or mark.order <= 1:
                run.append((at, mark))
        yield from _bold(page, section, run)


def _bold_mark(leaf: Block) -> _Mark | None:
    if leaf.kind != "paragraph":
        return None
    found = _BOLD.match(leaf.text)
    if found:
        mark = _mark(found.group(1))
        if mark is not None and not mark.rest:
            mark.rest = title_line(leaf.text[found.end() :])
        return mark
    mark = _mark(leaf.text[:160].partition("\n")[0])
    return mark if mark is not None and mark.keyword else None


def title_line(text: str) -> str:
    """The first line without marks, nor the colon at its end."""
    return _LEADING.sub("", plain_title(text, MOST_OF_TITLE))


def _bold(page: Page, section: Section, run: Sequence[tuple[int, _Mark]]) -> Iterator[Group]:
    if not 2 <= len(run) <= _MOST:
        return
    drafts: list[Draft] = []
    for at, (start, mark) in enumerate(run):
        until = run[at + 1][0] if at + 1 < len(run) else len(section.leaves)
        leaves = section.leaves[start:until]
        end = max(leaf.span.end_line for leaf in leaves)
        drafts.append(Draft(mark.rest or title_of(leaves[0]), mark.label, leaves, leaves[0].span.line, end))
    before = [sentence for leaf in section.leaves[: run[0][0]][-1:] for sentence in page.said(leaf)]
    lead = before[-1].text if before else ""
    yield Group("bold", section.title, page.around(section), lead, tuple(drafts), run[0][1].keyword)
