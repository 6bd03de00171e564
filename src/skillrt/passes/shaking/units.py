"""Parts of a document that stand beside each other under labels: sections, items, labelled blocks, table rows."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, cast

import msgspec

from skillrt.ir import Block, Document, leaves, source_text
from skillrt.passes.shaking.words import plain

_MEMO: Final = "shaking.sections"
UnitKind = Literal["section", "item", "labelled", "row"]
_LEAD: Final = re.compile(
    r"\A\s*(?:\*\*([^*\n]{1,60})\*\*\s*[:：]?|([^:：\n*`]{1,60})[:：]|([^—–\n*`]{1,60})\s[—–]\s)"
)
_LABEL_ONLY: Final = re.compile(r"\A\s*(?:\*\*[^*\n]{1,60}\*\*\s*[:：]?|[^:：\n]{1,60}[:：])\s*\Z")
_CELL: Final = re.compile(r"\A\s*\|?([^|\n]{0,80})\|")


class Unit(msgspec.Struct, frozen=True):
    """One part. `blocks` are the top-level blocks (or the one item) that it is made of, with the gap behind it.

    `row` is the character range of a table's row in its block. `context` are the titles around it and its label.
    """

    kind: UnitKind
    label: str
    blocks: tuple[Block, ...]
    context: str
    row: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        """The text as it stands now."""
        if self.kind == "row":
            return self.blocks[0].text[slice(*self.row)]
        return "".join(leaf.text for leaf in leaves(self.blocks))


class Section(msgspec.Struct, frozen=True):
    """A heading with everything under it: the top-level blocks `start:end` of its document. `titles` are those of the
    sections around it, outermost first, and its own."""

    level: int
    title: str
    start: int
    end: int
    titles: tuple[str, ...]
    parent: int  # the first block of the section around it, -1 for none


def sections_of(document: Document) -> tuple[Section, ...]:
    """Every section, in the order of their headings, with its sub-sections; worked out once for each document."""
    known = vars(document).get(_MEMO)
    if known is None:
        known = vars(document)[_MEMO] = _sections_of(document)
    return cast("tuple[Section, ...]", known)


def _sections_of(document: Document) -> tuple[Section, ...]:
    found: list[tuple[int, int]] = [
        (index, block.level) for index, block in enumerate(document.blocks) if block.kind == "heading"
    ]
    result: list[Section] = []
    trail: list[Section] = []
    for position, (index, level) in enumerate(found):
        later = (place for place, other in found[position + 1 :] if other <= level)
        trail = [item for item in trail if item.level < level]
        title = title_of(document.blocks[index])
        section = Section(
            level,
            title,
            index,
            next(later, len(document.blocks)),
            (*(item.title for item in trail), title),
            trail[-1].start if trail else -1,
        )
        trail.append(section)
        result.append(section)
    return tuple(result)


def title_of(block: Block) -> str:
    """A heading's words, as in the source."""
    return plain(source_text(block).strip().partition("\n")[0]).strip(" #:：")


def groups_of(document: Document, sections: Sequence[Section]) -> Iterator[tuple[Unit, ...]]:
    """Units that stand beside each other, group by group."""
    yield from _section_groups(document, sections)
    context = ""
    blocks: list[Block] = []
    titles = {section.start: section.titles for section in sections}
    for index, block in enumerate((*document.blocks, None)):
        if block is not None and block.kind != "heading":
            blocks.append(block)
            continue
        yield from _groups_under(blocks, context)
        blocks, context = [], "\n".join(titles.get(index, ()))


def _section_groups(document: Document, sections: Sequence[Section]) -> Iterator[tuple[Unit, ...]]:
    beside: dict[tuple[int, int], list[Section]] = {}
    for section in sections:
        beside.setdefault((section.parent, section.level), []).append(section)
    for group in beside.values():
        if len(group) > 1:
            yield tuple(
                Unit("section", item.title, document.blocks[item.start : item.end], "\n".join(item.titles))
                for item in group
            )


def _groups_under(blocks: Sequence[Block], context: str) -> Iterator[tuple[Unit, ...]]:
    yield tuple(_labelled(blocks, context))
    lead = ""
    for block in blocks:
        if block.kind == "list" and block.level == 0:
            around = f"{context}\n{lead}"
            yield tuple(Unit("item", _lead(item), (item,), around) for item in block.children if item.kind == "item")
        elif block.kind == "table" and not block.derivations:
            yield tuple(_rows(block, context))
        if block.kind == "paragraph":
            lead = block.text


def _labelled(blocks: Sequence[Block], context: str) -> Iterator[Unit]:
    """A short paragraph that is a label, with the code block or list right behind it."""
    solid = [index for index, block in enumerate(blocks) if block.kind != "trivia"]
    for here, then in pairwise(solid):
        label, body = blocks[here], blocks[then]
        text = source_text(label)
        if label.kind == "paragraph" and body.kind in {"code", "list"} and _LABEL_ONLY.match(text):
            end = then + 1
            while end < len(blocks) and blocks[end].kind == "trivia":
                end += 1
            yield Unit("labelled", plain(text).strip(" :："), tuple(blocks[here:end]), context)


def _rows(block: Block, context: str) -> Iterator[Unit]:
    start = 0
    for number, line in enumerate(block.text.splitlines(keepends=True)):
        cell = _CELL.match(line)
        if number > 1 and cell and line.strip(" |\t\r\n:-"):
            yield Unit("row", plain(cell.group(1)), (block,), context, (start, start + len(line)))
        start += len(line)


def _lead(item: Block) -> str:
    """The label that an item begins with; empty where it has none."""
    first = next((leaf for leaf in leaves((item,)) if leaf.kind not in {"marker", "trivia"}), None)
    if first is None or first.kind != "paragraph":
        return ""
    match = _LEAD.match(source_text(first))
    return plain(next(part for part in match.groups() if part)).strip(" :：") if match else ""
