"""Sections: a document as its headings divide it, with what stands under each."""

import re
from collections.abc import Iterator
from typing import Final, cast

import msgspec

from skillrt.ir import Block, Document, leaves
from skillrt.reading.sentences import Kind, Sentence, sentences_of

_MEMO: Final = "reading.sections"
_INLINE_MARKS: Final = re.compile(r"[*_`#]+|\[([^\]]*)\]\([^)]*\)|<[^>]*>")
_LEAF_KINDS: Final[dict[str, Kind]] = {
    "heading": "heading",
    "paragraph": "paragraph",
    "table": "row",
    "footnote": "paragraph",
}


class Section(msgspec.Struct, frozen=True, dict=True):
    """A heading with what stands under it, up to the next heading of any level. The part before the first heading has
    level 0 and no title. `parents` are the indices of the sections around it, outermost first."""

    path: str
    index: int
    level: int
    title: str
    line: int
    end_line: int
    heading: str
    leaves: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    parents: tuple[int, ...] = ()
    listed: frozenset[str] = frozenset()
    """The blocks that stand in lists."""
    numbered: tuple[tuple[Block, ...], ...] = ()
    """The items of each ordered list at the outermost level, as the lists' blocks."""


def sections_of(document: Document) -> tuple[Section, ...]:
    """The sections of a document in order, front matter left out; worked out once for each document."""
    # what detects primitives and what finds needs read the same documents
    known = vars(document).get(_MEMO)
    if known is None:
        known = vars(document)[_MEMO] = tuple(_sections_of(document))
    return cast("tuple[Section, ...]", known)


def _sections_of(document: Document) -> list[Section]:
    found: list[Section] = []
    trail: list[Section] = []
    blocks: list[Block] = []
    heading: Block | None = None
    for block in (*document.blocks, None):
        if block is not None and block.kind == "front-matter":
            continue
        if block is not None and block.kind != "heading":
            blocks.append(block)
            continue
        if heading is not None or blocks:
            section = _section(document.path, len(found), heading, blocks, trail)
            found.append(section)
            if heading is not None:
                trail = [*(item for item in trail if item.level < section.level), section]
        heading, blocks = block, []
    return found


def title_of(block: Block) -> str:
    """A heading's words without its marks."""
    first = block.text.strip().partition("\n")[0]
    return " ".join(_INLINE_MARKS.sub(lambda found: found.group(1) or "", first).split())


def _section(path: str, index: int, heading: Block | None, blocks: list[Block], trail: list[Section]) -> Section:
    level = heading.level if heading else 0
    parents = tuple(item.index for item in trail if item.level < level)
    by_block = [(block.kind, leaves((block,))) for block in blocks]
    listed = frozenset(leaf.id for kind, inside in by_block if kind == "list" for leaf in inside)
    lines = [block.span for block in (heading, *blocks) if block is not None]
    kept = tuple(leaf for _, inside in by_block for leaf in inside if leaf.kind not in ("trivia", "marker"))
    return Section(
        path=path,
        index=index,
        level=level,
        title=title_of(heading) if heading else "",
        line=lines[0].line,
        end_line=max(span.end_line for span in lines),
        heading=heading.id if heading else "",
        leaves=kept,
        sentences=tuple(_sentences(heading, kept, listed)),
        parents=parents,
        listed=listed,
        numbered=tuple(block.children for block in blocks if block.kind == "list" and block.level > 0),
    )


def _sentences(heading: Block | None, kept: tuple[Block, ...], listed: frozenset[str]) -> Iterator[Sentence]:
    if heading is not None:
        yield from sentences_of(heading, "heading")
    for leaf in kept:
        kind = _LEAF_KINDS.get(leaf.kind)
        if kind is not None:
            yield from sentences_of(leaf, "item" if leaf.id in listed and kind == "paragraph" else kind)
