"""Work that can go on at the same time without changing the result: only what the text or the code shows to be so.

Left out: whatever asks the user, changes something outside the workspace, or writes what another part touches.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from skillrt.errors import Span
from skillrt.ir import Block, span_of
from skillrt.passes.concurrency.drafts import Page
from skillrt.passes.concurrency.list_regions import lists_at_once
from skillrt.passes.concurrency.loops import free_loops
from skillrt.passes.concurrency.query_regions import queries_at_once
from skillrt.passes.concurrency.region import Region
from skillrt.passes.concurrency.said_regions import (
    is_told,
    rules_at,
    rules_for,
    rules_under,
    said_at_once,
    titled_at_once,
)
from skillrt.passes.concurrency.shell_regions import commands_at_once
from skillrt.passes.concurrency.words import phrases, words
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.sections import Section


def regions_of(page: Page, *, prescribed: bool, steps: Collection[str] = ()) -> Iterator[Region]:
    """The regions of a document in order of place; with `prescribed` those that its code shows, too. `steps` are the
    ids of the blocks that stand in steps of a workflow."""
    texts = (leaf.text for section in page.sections for leaf in section.leaves if leaf.id in page.sentences)
    titles = (section.title for section in page.sections)
    rules = rules_for("\n".join((*texts, *titles)))
    lists = lists_at_once(page, steps) if prescribed else {}
    for section in page.sections:
        here = rules_under(section.title, rules)
        if prescribed:
            head = page.heads.get(section.heading)
            if head is not None and not phrases("parallel", "mends").search(section.title):
                known = rules_at(rules, prescribed=True, in_step=head.id in steps)
                yield from titled_at_once(head, page.said(head), known)
            yield from _listed(page, section)
        yield from _sources(page, section)
        fences = fences_of(section) if any(leaf.kind == "code" for leaf in section.leaves) else ()
        shown = {fence.block.id: fence for fence in fences}
        for leaf in section.leaves:
            fence = shown.get(leaf.id)
            if fence is not None:
                yield from _in_code(fence, section, prescribed=prescribed, in_step=leaf.id in steps)
            if leaf.id in lists:
                yield lists[leaf.id]
            known = rules_at(here, prescribed=prescribed, in_step=leaf.id in steps)
            yield from said_at_once(leaf, page.said(leaf), known)


def _listed(page: Page, section: Section) -> Iterator[Region]:
    """Documents to be read that a list names, nothing else in it, behind a sentence that says to."""
    run: list[Block] = []
    for before, leaf in zip((None, *section.leaves), section.leaves, strict=False):
        if leaf.id not in section.listed or not _ONLY_PATH.match(leaf.text):
            if run:
                yield from _read(run)
                run = []
        elif run or (before is not None and _is_lead(page, before)):
            run.append(leaf)
    yield from _read(run)


_ONLY_PATH: Final = re.compile(
    r"\s*(?:\*\*)?(?:`[\w./-]{1,120}\.md`|\[[^\]]{1,120}\]\([\w./-]{1,120}\.md\))(?:\*\*)?\s*\Z"
)


def _sources(page: Page, section: Section) -> Iterator[Region]:
    """A list of systems that are each asked for what they hold: `Slack: ...`, `Email: ...`, `Calendar: ...`."""
    run: list[Block] = []
    lead = ""
    for before, leaf in zip((None, *section.leaves), section.leaves, strict=False):
        label = _LABEL.match(leaf.text) if leaf.id in section.listed else None
        if label is None or label.group(1).strip().lower() not in words("parallel", "sources"):
            if run:
                yield from _asked(run, f"{section.title} {lead}")
                run = []
        else:
            said = page.said(before) if before is not None and not run else ()
            lead = said[-1].text if said else lead if run else ""
            run.append(leaf)
    yield from _asked(run, f"{section.title} {lead}")


_LABEL: Final = re.compile(r"\s*(?:\*\*)?([A-Za-z][\w /]{1,24})(?:\*\*)?\s*(?:\*\*)?(?:[:—–]|-\s)")


def _asked(run: Sequence[Block], about: str) -> Iterator[Region]:
    if len(run) < 3:
        return
    serial = phrases("parallel", "or").search(about) or phrases("parallel", "serial").search(about)
    if phrases("parallel", "pulls").search(about) and not serial:
        first, last = run[0].span, run[-1].span
        span = Span(first.file, first.start, last.end, first.line, last.end_line)
        names = ", ".join(found.group(1).strip() for leaf in run if (found := _LABEL.match(leaf.text)))
        reason = f"{names} ({first.file}) are each asked for itself"
        yield Region("instruction", run[0], span, reason, len(run), "what they gave")


def _is_lead(page: Page, leaf: Block) -> bool:
    said = page.said(leaf)
    if (
        not said
        or not said[-1].text.rstrip("*_ ").endswith(":")
        or phrases("parallel", "serial").search(said[-1].text)
    ):
        return False
    lead = said[-1]
    reads = lead.first in words("parallel", "looks") and words("parallel", "shares").isdisjoint(lead.words)
    return reads and is_told(lead) and not phrases("parallel", "or").search(lead.text)


def _read(run: Sequence[Block]) -> Iterator[Region]:
    if len(run) >= 2:
        first, last = run[0].span, run[-1].span
        span = Span(first.file, first.start, last.end, first.line, last.end_line)
        yield Region("instruction", run[0], span, "each of these documents is read for itself", len(run))


def _in_code(fence: Fence, section: Section, *, prescribed: bool, in_step: bool) -> Iterator[Region]:
    if fence.language == "python" and fence.role == "code":
        told = prescribed and not phrases("parallel", "mends").search(section.title)
        if told or phrases("parallel", "many").search(section.title):
            yield from _loops(fence)
        if prescribed or phrases("parallel", "many").search(section.title):
            yield from _pooled(fence, "maps", "the code works on several items at once")
    elif fence.language in ("sql", "postgresql", "mysql", "plsql"):
        yield from queries_at_once(fence, section)
    elif fence.role == "commands" and prescribed:
        yield from commands_at_once(fence, section, in_step=in_step)
    if fence.role in ("commands", "form"):
        yield from _pooled(fence, "options", "the program works on several items at once")


def _pooled(fence: Fence, words_of: str, reason: str) -> Iterator[Region]:
    """What the author has a program do at once already."""
    shown = [word for word in words("parallel", words_of) if word in fence.text]
    if not shown:
        return
    for number, line in enumerate(fence.text.split("\n")):
        plain = line.strip()
        if plain.startswith("#") or not any(_stands(word, plain) for word in shown):
            continue
        start = sum(len(item) + 1 for item in fence.text.split("\n")[:number])
        block = fence.block
        span = span_of(block, block.offset_of_content(start), block.offset_of_content(start + max(0, len(line) - 1)))
        yield Region("data", block, span, reason)
        return


def _stands(word: str, line: str) -> bool:
    """Whether a call or an option stands in a line; an option only behind a program, with what it is given."""
    if not word.startswith("-"):
        return word in line
    if word == "-P" and "xargs" not in line:
        return False
    # one at a time; `--jobs 1` may stand for a fork beside the program (cargo fuzz)
    if word != "--jobs" and re.search(rf" {re.escape(word)}[ =]1(?!\S)", line):
        return False
    return (f" {word} " in f"{line} " and not line.startswith("-")) or f" {word}=" in line


_WRONG: Final = re.compile(r"(?:❌|✗|🚫)|#[^\n]*\b(?:wrong|bad|slow|avoid|don't|inefficient)\b", re.I)


def _loops(fence: Fence) -> Iterator[Region]:
    for loop in free_loops(fence.text):
        block = fence.block
        lines = fence.text.split("\n")
        if _WRONG.search("\n".join(lines[max(0, loop.line - 3) : loop.line - 1])):
            continue
        start = sum(len(line) + 1 for line in lines[: loop.line - 1])
        end = sum(len(line) + 1 for line in lines[: loop.end_line]) - 1
        span = span_of(block, block.offset_of_content(start), block.offset_of_content(end))
        merge = f"in the order of the items: {', '.join(loop.merge)}" if loop.merge else ""
        reason = f"no round over {loop.head} uses what another one made"
        yield Region("data", block, span, reason, loop.width, merge)
