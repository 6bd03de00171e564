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
    namer.name(blocks)
    namer.name_gaps(blocks, namer.seed.hex())
    return tuple(blocks)


class _Namer:
    def __init__(self, path: str) -> None:
        self.seed = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=6).digest()
        self.begun = hashlib.blake2b(self.seed, digest_size=6)
        self.seen: dict[str, int] = {}

    def name(self, blocks: Sequence[Block]) -> str:
        """Name siblings and all below them, except markers and trivia; returns the digest of their first leaf."""
        first = ""
        for block in blocks:
            prefix = _PREFIX.get(block.kind)
            if prefix is None:
                continue
            children = block.children
            digest = (children and self.name(children)) or self.digest(block.text)
            force_setattr(block, "id", self.unique(f"{prefix}-{digest}", "."))
            if children:
                self.name_gaps(children, block.id)
            first = first or digest
        return first

    def name_gaps(self, blocks: Sequence[Block], before: str) -> None:
        """Name markers and trivia, once the blocks between them have names."""
        for block in blocks:
            if not block.id:
                force_setattr(block, "id", self.unique(f"{block.kind[0]}-{before}", "~"))
            else:
                before = block.id

    def digest(self, text: str) -> str:
        digest = self.begun.copy()  # half the time of a new one
        digest.update(text.strip().encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def unique(self, name: str, mark: str) -> str:
        # two marks: the second gap after block `p-1` must not be named like the first gap after block `p-1.2`
        count = self.seen.get(name, 0) + 1
        self.seen[name] = count
        return name if count == 1 else f"{name}{mark}{count}"
