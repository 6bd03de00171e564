"""Ids of blocks: from what a block says and not from where it stands, so that an edit elsewhere keeps them."""

import hashlib
from collections.abc import Sequence

from msgspec.structs import force_setattr

from skillrt.ir.blocks import Block

_PREFIX = {
    "front-matter": "fm",
    "heading": "h",
    "paragraph": "p",
    "code": "c",
    "table": "tb",
    "html": "x",
    "rule": "r",
    "list": "l",
    "item": "i",
    "quote": "q",
    "footnote": "fn",
    "opaque": "o",
}  # markers and trivia have none: they are named after the block before them


def with_ids(path: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, now with ids: kind, then a digest of document and text, then an ordinal among equals.

    A container is named after its first leaf; markers and trivia after the block before them. The blocks must be
    fresh from the parser: they are completed in place, because copying them would take as long as parsing.
    """
    namer = _Namer(path)
    namer.name(blocks, namer.seed.hex())
    return tuple(blocks)


class _Namer:
    def __init__(self, path: str) -> None:
        self.seed = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=6).digest()
        self.begun = hashlib.blake2b(self.seed, digest_size=6)
        self.seen: dict[str, int] = {}

    def name(self, blocks: Sequence[Block], before: str = "") -> str:
        """Name siblings and all below them; returns the digest of their first leaf.

        `before` is what gaps in front of the first block are named after; without it they are left unnamed.
        """
        first = ""
        for block in blocks:
            prefix = _PREFIX.get(block.kind)
            if prefix is None:
                if before:
                    self.name_gap(block, before)
                continue
            children = block.children
            digest = (self.name(children) if children else "") or self.digest(block.text)
            before = self.unique(f"{prefix}-{digest}", ".")
            force_setattr(block, "id", before)
            for child in children:
                if child.id:
                    break
                self.name_gap(child, before)
            first = first or digest
        return first

    def name_gap(self, block: Block, before: str) -> None:
        """Name a marker or trivia after the block before it."""
        force_setattr(block, "id", self.unique(f"{block.kind[0]}-{before}", "~"))

    def digest(self, text: str) -> str:
        digest = self.begun.copy()  # half the time of a new one
        digest.update(text.strip().encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def unique(self, name: str, mark: str) -> str:
        # two marks: the second gap after block `p-1` must not be named like the first gap after block `p-1.2`
        count = self.seen.get(name, 0) + 1
        self.seen[name] = count
        return name if count == 1 else f"{name}{mark}{count}"
