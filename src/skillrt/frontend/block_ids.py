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


def with_ids(path: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, now with ids: kind, then a digest of document and text, then an ordinal among equals.

    Markers and trivia are named after the block before them. The blocks must be fresh from the parser: they are
    completed in place, because half of the time of reading a document would go into copying them.
    """
    namer = _Namer(path)
    namer.all(blocks, namer.seed.hex()[:12])
    return tuple(blocks)


class _Namer:
    def __init__(self, path: str) -> None:
        self.seed = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()
        self.seen: dict[str, int] = {}

    def all(self, blocks: Sequence[Block], parent: str) -> None:
        before = parent
        for block in blocks:
            kind = block.kind
            if kind == "trivia" or kind == "marker":
                force_setattr(block, "id", self.unique(f"{kind[0]}-{before}", "~"))
                continue
            text = "".join([leaf.text for leaf in _leaves(block)]) if block.children else block.text
            before = self.unique(self.digest(kind, text))
            force_setattr(block, "id", before)
            if block.children:
                self.all(block.children, before)

    def digest(self, kind: str, text: str) -> str:
        data = text.strip().encode("utf-8", "surrogateescape")
        return f"{_PREFIX[kind]}-{hashlib.blake2b(data, key=self.seed, digest_size=6).hexdigest()}"

    def unique(self, name: str, mark: str = ".") -> str:
        # two marks: the second gap after block `p-1` must not be named like the first gap after block `p-1.2`
        count = self.seen.get(name, 0) + 1
        self.seen[name] = count
        return name if count == 1 else f"{name}{mark}{count}"


def _leaves(block: Block) -> list[Block]:
    stack: list[Block] = [block]
    found: list[Block] = []
    while stack:
        item = stack.pop()
        if item.children:
            stack.extend(reversed(item.children))
        else:
            found.append(item)
    return found
