"""Drafts of steps, and groups of them that may be a workflow, before either is a fact."""

from typing import Literal

import msgspec

from skillrt.ir import Block
from skillrt.reading.sections import Section
from skillrt.reading.sentences import Sentence

By = Literal["headings", "sections", "bold", "list", "points", "comments", "lines"]


class Draft(msgspec.Struct, frozen=True):
    """One step as the text has it: its blocks, its heading among them. `label` is its number as written (`2`, `1-B`).

    `part` are the characters of the only block's content that belong to it, where the steps share a code block.
    """

    title: str
    label: str
    leaves: tuple[Block, ...]
    line: int
    end_line: int
    part: tuple[int, int] | None = None


class Group(msgspec.Struct, frozen=True):
    """Steps that follow each other: `title` is the heading over them, `around` those over that, innermost first,
    `lead` the sentence before them, `keyword` what they call themselves (`step`, `phase`; empty for bare numbers)."""

    by: By
    title: str
    around: tuple[str, ...]
    lead: str
    drafts: tuple[Draft, ...]
    keyword: str = ""

    @property
    def line(self) -> int:
        """The first line of the first step."""
        return self.drafts[0].line

    @property
    def end_line(self) -> int:
        """The last line of the last step."""
        return self.drafts[-1].end_line


class Page(msgspec.Struct, frozen=True):
    """A document laid out for reading: its sections, the sentences of each leaf, and the section of each block."""

    path: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sentences: dict[str, tuple[Sentence, ...]]
    homes: dict[str, int]
    heads: dict[str, Block]

    def around(self, section: Section) -> tuple[str, ...]:
        """The titles over a section, innermost first, without that of the document."""
        over = [self.sections[index] for index in reversed(section.parents)]
        return tuple(item.title for item in over if item.level > 1)

    def said(self, leaf: Block) -> tuple[Sentence, ...]:
        """The sentences of a leaf."""
        return self.sentences.get(leaf.id, ())


def page_of(path: str, blocks: tuple[Block, ...], sections: tuple[Section, ...]) -> Page:
    """Lay out a document of which these are the blocks and sections."""
    sentences: dict[str, list[Sentence]] = {}
    homes: dict[str, int] = {}
    heads = {block.id: block for block in blocks if block.kind == "heading"}
    for section in sections:
        for sentence in section.sentences:
            sentences.setdefault(sentence.block, []).append(sentence)
        homes.update({leaf.id: section.index for leaf in section.leaves})
        if section.heading:
            homes[section.heading] = section.index
    said = {key: tuple(found) for key, found in sentences.items()}
    return Page(path, blocks, sections, said, homes, heads)
