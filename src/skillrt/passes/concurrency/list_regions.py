"""Lists whose items are looked up each for itself: several things to find, queries to search for, files to read."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from skillrt.errors import Span
from skillrt.ir import Block
from skillrt.passes.concurrency.drafts import Page
from skillrt.passes.concurrency.paths import named_paths
from skillrt.passes.concurrency.region import Region
from skillrt.passes.concurrency.words import phrases, word_list, words

_MOST: Final = 10
_FEW: Final = 2
_QUERY: Final = re.compile(r"\s*(?:`[^`\n]*[\"“][^`\n]+`|[\"“][^\"”\n]{6,120}[\"”])\s*\Z")
_SEARCHES: Final = re.compile(r"\b(?:search(?:es)?|websearch|quer(?:y|ies)|google)\b", re.I)
_SUCH: Final = re.compile(r"\b(?:like|such as|for example|e\.g\.)[:,\s]*\Z", re.I)
_OPENS: Final = re.compile(
    r"\s*[*_]*(?:" + "|".join(word_list("parallel", "opens")) + r")\b(?!\s+(?:this|when|if|for)\b)", re.I
)
_CASE: Final = re.compile(r"\b(?:if|when|unless|only)\b", re.I)
# what an item before it found
_BACK: Final = frozenset(
    {"it", "its", "them", "these", "those", "found", "matching", "result", "results", "then", "above", "previous"}
)


def lists_at_once(page: Page, steps: Collection[str]) -> dict[str, Region]:
    """The regions that bullet lists in steps give, by the block that the first item begins with."""
    found: dict[str, Region] = {}
    for block, before in _lists(page.blocks):
        items = [first for item in block.children if item.kind == "item" for first in _paragraphs(item)[:1]]
        for run in _read_in_a_row(page, items):
            found[run[0].id] = _over(run, f"{len(run)} files, each read for itself")
        if block.level or not _FEW <= len(items) <= _MOST or items[0].id not in steps or items[0].id in found:
            continue
        text = page.said(before)[-1].text if before is not None and page.said(before) else ""
        if phrases("parallel", "or").search(text) or phrases("parallel", "serial").search(text):
            continue
        region = _searched(items, text) or _found(page, items)
        if region is not None:
            found[items[0].id] = region
    return found


def _lists(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Every list with the paragraph right before it; without recursion."""
    waiting: list[Sequence[Block]] = [blocks]
    while waiting:
        before: Block | None = None
        for block in waiting.pop():
            if block.kind == "list":
                yield block, before
                waiting.extend(item.children for item in block.children)
            elif block.kind not in ("trivia", "marker"):
                before = block if block.kind in ("paragraph", "heading") else None


def _paragraphs(item: Block) -> list[Block]:
    return [child for child in item.children if child.kind not in ("marker", "trivia")]


def _searched(items: Sequence[Block], lead: str) -> Region | None:
    """`Search for: "a b", "c d"`: queries as they are to be typed."""
    if not _SEARCHES.search(lead) or _SUCH.search(lead) or not all(_QUERY.match(item.text) for item in items):
        return None
    return _over(items, f"{len(items)} searches, none of which uses what another one finds")


def _found(page: Page, items: Sequence[Block]) -> Region | None:
    """`Find the tests`, `Locate the docs`: each item begins by looking; the last may say `if none ...`."""
    said = [page.said(item) for item in items]
    if not all(said):
        return None
    if said[-1][0].first == "if":
        said, items = said[:-1], items[:-1]
    if len(items) < _FEW or any(sentences[0].first not in words("parallel", "finds") for sentences in said):
        return None
    for sentences in said:
        spoken = frozenset(word for sentence in sentences for word in sentence.words)
        text = " ".join(sentence.text for sentence in sentences)
        if spoken & (_BACK | words("parallel", "talks")) or phrases("parallel", "serial").search(text):
            return None
        if "`" in sentences[0].label or _CASE.search(text):
            return None  # what may be read when it is needed
    return _over(items, f"{len(items)} things to look for, none of which needs another one to be found")


def _read_in_a_row(page: Page, items: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """`1. Read `a.md`. 2. Read `b.md`.`: items one after the other that begin so, each with a file of its own."""
    run: list[Block] = []
    names: set[str] = set()
    for item in items:
        name = _read_by(page, item)
        if name and name not in names:
            run.append(item)
            names.add(name)
            continue
        if len(run) >= _FEW:
            yield run
        run, names = ([item], {name}) if name else ([], set())
    if len(run) >= _FEW:
        yield run


def _read_by(page: Page, item: Block) -> str:
    """The file that an item has read first of all; empty for one that waits for something or for somebody."""
    said = page.said(item)
    if not said or not _OPENS.match(said[0].text) or _CASE.search(said[0].text):
        return ""
    text = " ".join(sentence.text for sentence in said)
    spoken = frozenset(word for sentence in said for word in sentence.words)
    if spoken & words("parallel", "talks") or phrases("parallel", "serial").search(text):
        return ""
    found = [resource.name for resource, written in named_paths(item, said[0]) if not written]
    barred = not found or "*" in found[0] or phrases("parallel", "or").search(said[0].text)
    return "" if barred or found[0].startswith(("http:", "https:")) else found[0]


def _over(items: Sequence[Block], reason: str) -> Region:
    first, last = items[0].span, items[-1].span
    span = Span(first.file, first.start, last.end, first.line, last.end_line)
    return Region("instruction", items[0], span, reason, len(items), "what they found")
