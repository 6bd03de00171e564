"""Blocks: the nodes of a document, each with its exact text, its place in the source and where it came from."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from skillrt.errors import Span

BlockKind = Literal[
    "front-matter",
    "heading",
    "paragraph",
    "code",
    "table",
    "html",
    "rule",
    "list",
    "item",
    "quote",
    "footnote",
    "marker",  # a list marker with its task box
    "trivia",  # blank lines, quote marks, link definitions: whatever stands between blocks
    "opaque",  # text that was not analysed: too large, too deep
]
CONTAINERS: frozenset[str] = frozenset({"list", "item", "quote", "footnote"})
InlineKind = Literal["code", "link", "image", "html", "emphasis"]


class Inline(msgspec.Struct, frozen=True, gc=False):
    """A piece of inline markup. Offsets count characters of the block's text; `value` is the link's target or the
    code span's content."""

    kind: InlineKind
    start: int
    end: int
    value: str


class Derivation(msgspec.Struct, frozen=True, gc=False):
    """One edit that made (part of) a block: the unit of the source map.

    `start:end` are characters of the block's present text, `old` is what stood there in the source, `span` where.
    """

    pass_name: str
    rule: str
    reason: str
    start: int
    end: int
    old: str
    span: Span


class Block(msgspec.Struct, frozen=True, gc=False):
    """A node of a document. A leaf has text, a container has children; the leaves, joined, are the document.

    `column` is the 1-based character column at which the source text begins. `level` is a heading's level or a list's
    first number (0: bullets). `info` is a fence's info string. `checked` is a task item's box. `pieces` are the
    character ranges of a code block's content (its text without fences and container indentation). A block without
    derivations is as in the source.
    """

    id: str
    kind: BlockKind
    span: Span
    column: int = 1
    text: str = ""
    children: tuple["Block", ...] = ()
    level: int = 0
    info: str = ""
    checked: bool | None = None
    fenced: bool = False
    closed: bool = True
    inlines: tuple[Inline, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    derivations: tuple[Derivation, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether the block holds text itself."""
        return self.kind not in CONTAINERS

    @property
    def content(self) -> str:
        """A code block's program text, without fences, quote marks and indentation of its container."""
        return "".join([self.text[start:end] for start, end in self.pieces])

    @property
    def language(self) -> str:
        """The first word of a fence's info string, lower case, as written: `bash`, `python`, or empty."""
        words = self.info.replace("{", " ").replace(",", " ").split(maxsplit=1)
        return words[0].lower().strip(".}") if words else ""

    def offset_of_content(self, position: int) -> int:
        """The text offset at which the content's character `position` stands."""
        for start, end in self.pieces:
            if position < end - start:
                return start + position
            position -= end - start
        return self.pieces[-1][1] if self.pieces else len(self.text)


def walk(blocks: Sequence[Block]) -> list[Block]:
    """Every block, containers before their children, in reading order; safe at any depth."""
    found: list[Block] = []
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        found.append(block)
        if block.children:
            waiting.extend(reversed(block.children))
    return found


def leaves(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that hold text, in reading order."""
    return [block for block in walk(blocks) if not block.children and block.kind not in CONTAINERS]
