"""Cuts a module into the passages that are searched."""

from collections.abc import Iterator

import msgspec

from skillrt.ir import Block, BundledFile, Document, Module
from skillrt.passes.harness_uses.use import Passage

_MAX_FILE = 256 * 1024
_KINDS = frozenset({"heading", "paragraph", "table", "html", "code", "front-matter"})


Part = Block | BundledFile


def passage_of(part: Part) -> Passage:
    """The part as the searches read it."""
    if isinstance(part, BundledFile):
        kind = "script" if part.kind == "script" else "data"
        return Passage(part.path, part.text or "", kind, language=part.language)
    return _of_block(part)


class Text(msgspec.Struct, frozen=True):
    """A document or another file of the skill: its path, its text, and the blocks (or itself) that are searched."""

    path: str
    text: str
    parts: tuple[Part, ...]


def texts(module: Module) -> Iterator[Text]:
    """Each document (SKILL.md first), then each other text file by path."""
    for document in module.documents:
        yield _of_document(document)
    for file in sorted(module.files, key=lambda item: item.path):
        if file.text is not None and len(file.text) <= _MAX_FILE:
            yield Text(file.path, file.text, (file,))


def _of_document(document: Document) -> Text:
    parts = tuple([block for block in document.every_leaf if block.kind in _KINDS])
    return Text(document.path, document.text, parts)


def _of_block(block: Block) -> Passage:
    if block.kind == "code":
        return Passage(block.span.file, block.text, "code", block.id, block.language)
    if block.kind == "front-matter":
        return Passage(block.span.file, block.text, "front-matter", block.id)
    code = tuple((item.start, item.end) for item in block.inlines if item.kind == "code")
    return Passage(block.span.file, block.text, "prose", block.id, code=code)
