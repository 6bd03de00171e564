"""Take parts out of a module: what goes is recorded, what stands on it goes too, and nothing else changes a byte."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from skillrt.errors import Span
from skillrt.frontend.markdown import parse
from skillrt.ir import (
    Block,
    BundledFile,
    Derivation,
    Document,
    Elimination,
    Fact,
    Module,
    Origin,
    Reference,
    Relocation,
    TextEdit,
    leaves,
    replace_blocks,
    rewrite,
    span_of,
    walk,
    with_text,
)
from skillrt.passes.shaking.units import title_of
from skillrt.reading.fences import is_torn
from skillrt.reading.fragments import fragment_of, fragments_meant

NAME: Final = "shake"
_GAPS: Final = frozenset({"trivia", "marker"})


class Removal(msgspec.Struct, frozen=True):
    """Blocks of one document that go together, or one row of a table (`row`, characters of the one block).

    `pointer` is what stands in their place. With `moved_to` their text goes into that new file.
    """

    document: str
    blocks: tuple[Block, ...]
    rule: str
    reason: str
    pointer: str = ""
    row: tuple[int, int] = (0, 0)
    moved_to: str = ""

    @property
    def leaves(self) -> tuple[Block, ...]:
        """The leaves that go."""
        return tuple(leaves(self.blocks))

    @property
    def text(self) -> str:
        """Their present text."""
        return "".join(leaf.text for leaf in self.leaves)


def is_clean(removal: Removal, document: Document) -> bool:
    """Whether the blocks are whole lines with no markup that reaches out of them."""
    if removal.row != (0, 0):
        return True
    every = tuple(document.leaves())
    last = removal.leaves[-1].id
    behind = next((every[at + 1 :] for at, leaf in enumerate(every) if leaf.id == last), ())
    rest = next((leaf.text for leaf in behind if leaf.text), "\n")
    ends = removal.text.endswith("\n") or rest.startswith(("\n", "\r\n"))
    return removal.blocks[0].column == 1 and ends and not any(_reaches_out(leaf) for leaf in removal.leaves)


def _reaches_out(leaf: Block) -> bool:
    if leaf.kind in {"html", "footnote", "opaque", "front-matter"}:
        return True
    return (leaf.kind == "trivia" and "[" in leaf.text) or "[^" in leaf.text


def without(module: Module, removals: Sequence[Removal]) -> Module:
    """The module without these parts. A removal that another one holds, that would cost a link its target, or after
    which the rest would read differently is left out."""
    documents = {document.path: document for document in module.documents}
    torn = {path for path, document in documents.items() if any(map(is_torn, document.leaves()))}
    clean = [item for item in removals if item.document not in torn and is_clean(item, documents[item.document])]
    kept = _linked_kept(module, _disjoint(clean))
    by_document: dict[str, list[Removal]] = {}
    for item in kept:
        by_document.setdefault(item.document, []).append(item)
    for path, items in sorted(by_document.items()):
        document = module.document(path)
        if document is None:
            continue
        shaken = _shaken(module, document, items)
        if _reads_alike(document, shaken.document(path)):
            module = shaken
    return module


def _disjoint(removals: Iterable[Removal]) -> list[Removal]:
    taken: set[str] = set()
    kept: list[Removal] = []
    for item in sorted(removals, key=lambda item: -len(item.text)):
        names = {leaf.id for leaf in item.leaves}
        if item.row != (0, 0):
            if item.blocks[0].id not in taken:
                kept.append(item)
        elif not names & taken:
            taken |= names
            kept.append(item)
    rows_gone = [item for item in kept if item.row == (0, 0) or item.blocks[0].id not in taken]
    return sorted(rows_gone, key=lambda item: (item.document, item.blocks[0].span.start, item.row))


def _linked_kept(module: Module, removals: list[Removal]) -> list[Removal]:
    """Without those whose heading a link that stays means."""
    gone = {leaf.id for item in removals for leaf in item.leaves}
    texts = (leaf.text for document in module.documents for leaf in document.leaves() if leaf.id not in gone)
    linked = fragments_meant(texts)
    return [item for item in removals if not linked & _fragments(item)]


def _fragments(removal: Removal) -> set[str]:
    return {fragment_of(title_of(block)) for block in removal.blocks if block.kind == "heading"}


def _shaken(module: Module, document: Document, removals: Sequence[Removal]) -> Module:
    rows = [item for item in removals if item.row != (0, 0)]
    whole = [item for item in removals if item.row == (0, 0)]
    gone = {leaf.id for item in whole for leaf in item.leaves}
    pointers = {item.blocks[0].id: _pointer(item) for item in whole if item.pointer}
    blocks = _rest(document.blocks, gone, pointers)
    changed = msgspec.structs.replace(document, blocks=blocks)
    documents = tuple(changed if item is document else item for item in module.documents)
    names = {block.id for item in whole for block in walk(item.blocks)}
    facts = [*_facts_left(module.facts, names), *_references(whole, pointers)]
    moved = [item for item in whole if item.moved_to]
    module = msgspec.structs.replace(
        module,
        documents=documents,
        facts=tuple(facts) if gone else module.facts,
        eliminations=(*module.eliminations, *_eliminations(whole), *map(_row_record, rows)),
        relocations=(*module.relocations, *_relocations(moved)),
    )
    return _without_rows(module, rows)


def _rest(blocks: tuple[Block, ...], gone: set[str], pointers: dict[str, Block]) -> tuple[Block, ...]:
    """The blocks that stay, with the pointers where something went. Depth is bounded by the front end."""
    rest: list[Block] = []
    for block in blocks:
        if block.id in pointers:
            rest.append(pointers[block.id])
        if block.children:
            children = _rest(block.children, gone, pointers)
            if children == block.children:
                rest.append(block)
            elif children:
                rest.append(msgspec.structs.replace(block, children=children))
        elif block.id not in gone:
            rest.append(block)
    return tuple(rest)


def _pointer(removal: Removal) -> Block:
    """A paragraph that the source does not have, at the place of the first block that goes."""
    first = removal.blocks[0]
    text = removal.pointer + removal.text[len(removal.text.rstrip("\r\n")) :]
    span = Span(first.span.file, first.span.start, first.span.start, first.span.line, first.span.line)
    digest = hashlib.blake2b(f"{first.id}\n{text}".encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
    made = Derivation(NAME, removal.rule, removal.reason, 0, len(text), "", span)
    return Block(f"p-{NAME}-{digest}", "paragraph", span, 1, text, derivations=(made,))


def _facts_left(facts: Iterable[Fact], gone: set[str]) -> Iterable[Fact]:
    """Facts without those that stood on what went; one that stands on other blocks too keeps those."""
    for fact in facts:
        left = tuple(name for name in fact.blocks if name not in gone)
        if left == fact.blocks:
            yield fact
        elif left and not isinstance(fact, Reference):
            yield msgspec.structs.replace(fact, blocks=left)


def _references(removals: Iterable[Removal], pointers: dict[str, Block]) -> Iterable[Fact]:
    for item in removals:
        if item.moved_to:
            block = pointers[item.blocks[0].id]
            ref = item.moved_to
            yield Reference(blocks=(block.id,), span=block.span, ref=ref, target=ref, status="resolved", via="prose")


def _eliminations(removals: Iterable[Removal]) -> Iterable[Elimination]:
    for item in removals:
        for leaf in () if item.moved_to else item.leaves:
            yield Elimination(NAME, item.rule, item.reason, leaf.id, leaf.text, leaf.span)


def _relocations(removals: Iterable[Removal]) -> Iterable[Relocation]:
    for item in removals:
        for leaf in item.leaves:
            yield Relocation(NAME, item.rule, leaf.id, leaf.text, leaf.span, item.moved_to, "moved")


def _without_rows(module: Module, rows: Sequence[Removal]) -> Module:
    edits: dict[str, list[TextEdit]] = {}
    for item in rows:
        start, end = item.row
        edits.setdefault(item.blocks[0].id, []).append(TextEdit(start, end, "", item.rule, item.reason))
    blocks = {name: rewrite(module.blocks[name], NAME, found) for name, found in edits.items()}
    return replace_blocks(module, blocks)


def _row_record(item: Removal) -> Elimination:
    block, (start, end) = item.blocks[0], item.row
    return Elimination(NAME, item.rule, item.reason, block.id, block.text[start:end], span_of(block, start, end))


def _reads_alike(before: Document, after: Document | None) -> bool:
    """Whether what stays is read as the blocks that it was: nothing runs into what now stands next to it."""
    if after is None or not any(leaf.text for leaf in after.leaves()):
        return False
    if _read(before) != _held(before):  # an earlier pass wrote other Markdown into a block: nothing to compare with
        return True
    return _read(after) == _held(after)


def _read(document: Document) -> list[tuple[str, str]]:
    front = any(block.kind == "front-matter" for block in document.blocks[:2])
    return _held(
        msgspec.structs.replace(document, blocks=parse(document.path, document.data, front_matter=front).blocks)
    )


def _held(document: Document) -> list[tuple[str, str]]:
    return [(leaf.kind, leaf.text.strip()) for leaf in document.leaves() if leaf.kind not in _GAPS]


def moved_file(path: str, text: str, origin: Origin) -> BundledFile:
    """A text file as a pass makes it."""
    return with_text(BundledFile(path, "data", 0, "", origin=origin), text)
