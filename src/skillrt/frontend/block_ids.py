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
}

_NAMELESS = frozenset({"marker", "trivia"})


def with_ids(path: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, now with ids: kind, then a digest of document and text, then an ordinal among equals.

    A container is named after its first leaf; markers and trivia after the block before them. The blocks must be
    fresh from the parser: they are completed in place, because copying them would take as long as parsing.
    """
    namer = _Namer(path)
    for block in blocks:
        if block.kind not in _NAMELESS:
            namer.name(block)
    namer.name_gaps(blocks, namer.seed.hex())
    return tuple(blocks)


class _Namer:
    def __init__(self, path: str) -> None:
        self.seed = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=6).digest()
        self.seen: dict[str, int] = {}

    def name(self, block: Block) -> str:
        """Name a block and all below it; returns the digest of its first leaf."""
        if block.children:
            digests = [self.name(child) for child in block.children if child.kind not in _NAMELESS]
            digest = digests[0] if digests else self.digest("")
        else:
            digest = self.digest(block.text)
        force_setattr(block, "id", self.unique(f"{_PREFIX[block.kind]}-{digest}", "."))
        if block.children:
            self.name_gaps(block.children, block.id)
        return digest

    def name_gaps(self, blocks: Sequence[Block], before: str) -> None:
        """Name markers and trivia, once the blocks between them have names."""
        for block in blocks:
            if block.kind in _NAMELESS:
                force_setattr(block, "id", self.unique(f"{block.kind[0]}-{before}", "~"))
            else:
                before = block.id

    def digest(self, text: str) -> str:
        data = self.seed + text.strip().encode("utf-8", "surrogateescape")
        return hashlib.blake2b(data, digest_size=6).hexdigest()

    def unique(self, name: str, mark: str) -> str:
        # two marks: the second gap after block `p-1` must not be named like the first gap after block `p-1.2`
        count = self.seen.get(name, 0) + 1
        self.seen[name] = count
        return name if count == 1 else f"{name}{mark}{count}"
