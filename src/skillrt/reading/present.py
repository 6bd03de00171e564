"""Documents as they stand now: a block that a lowering rewrote may hold other Markdown than its kind says."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, cast

import msgspec

from skillrt.frontend.markdown import parse
from skillrt.ir import Block, BundledFile, Document

LOWERING: Final = "lower-capabilities"
_MEMO: Final = "reading.present"


def is_lowered(block: Block) -> bool:
    """Whether a lowering wrote (part of) the block; such a block is not lowered again."""
    # most blocks are as in the source
    return bool(block.derivations) and any(item.pass_name == LOWERING for item in block.derivations)


def present_document(document: Document) -> Document:
    """The document with every leaf that a lowering rewrote read again.

    What it now holds bears the leaf's id, so that evidence in it stands on a block of the module. Worked out once for
    each document.
    """
    known = vars(document).get(_MEMO)
    if known is None:
        lowered = any(is_lowered(leaf) for leaf in document.leaves())
        # a document without such leaves is not kept in itself, since a cycle is freed late
        known = msgspec.structs.replace(document, blocks=tuple(_present(document.blocks))) if lowered else False
        vars(document)[_MEMO] = known
    return cast("Document", known) if known else document


def indented(block: Block) -> tuple[tuple[int, int], ...]:
    """Where the lines of a lowered block are indented for the list that holds it: characters of its text that the
    Markdown in it does not have."""
    if block.column < 2:
        return ()
    found = re.finditer(rf"(?<=\n) {{1,{block.column - 1}}}", block.text)
    return tuple((item.start(), item.end()) for item in found)


def _joined(text: str, left_out: Iterable[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in left_out:
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]])


def is_made_document(file: BundledFile) -> bool:
    """Whether a pass made the file and an agent reads it: text that was moved asks for what it asked before."""
    return file.origin is not None and file.text is not None and file.path.endswith(".md")


def made_document(file: BundledFile) -> Document:
    """The document that such a file holds."""
    return Document(file.path, _parsed(file.text or "", file.path))


def _present(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.children:
            yield msgspec.structs.replace(block, children=tuple(_present(block.children)))
        elif is_lowered(block) and block.kind != "front-matter":
            yield from (_named(item, block) for item in _parsed(_joined(block.text, indented(block))))
        else:
            yield block


@lru_cache(maxsize=2048)
def _parsed(text: str, path: str = "derived.md") -> tuple[Block, ...]:
    return parse(path, text.encode("utf-8", "surrogateescape"), front_matter=False).blocks


def _named(block: Block, leaf: Block) -> Block:
    children = tuple(_named(child, leaf) for child in block.children)
    return msgspec.structs.replace(block, id=leaf.id, span=leaf.span, children=children)
