"""Cuts a module into the passages that are searched."""

from collections.abc import Iterator

from skillrt.ir import Block, BundledFile, Module
from skillrt.passes.harness_uses.use import Passage

_MAX_FILE = 256 * 1024
_PROSE = frozenset({"heading", "paragraph", "table", "html"})


def texts(module: Module) -> Iterator[tuple[str, Iterator[Passage]]]:
    """Each document (SKILL.md first) and then each other file by path: its whole text, and its passages."""
    for document in module.documents:
        leaves = [block for block in document.walk() if not block.children]
        yield "".join([block.text for block in leaves]), _of_leaves(leaves)
    for file in sorted(module.files, key=lambda item: item.path):
        if file.text is not None and len(file.text) <= _MAX_FILE:
            yield file.text, iter((_of_file(file, file.text),))


def _of_leaves(leaves: list[Block]) -> Iterator[Passage]:
    for block in leaves:
        passage = _of_block(block)
        if passage:
            yield passage


def _of_block(block: Block) -> Passage | None:
    if block.kind in _PROSE:
        code = tuple((item.start, item.end) for item in block.inlines if item.kind == "code")
        return Passage(block.span.file, block.text, "prose", block.id, code=code)
    if block.kind == "code":
        return Passage(block.span.file, block.text, "code", block.id, block.language)
    if block.kind == "front-matter":
        return Passage(block.span.file, block.text, "front-matter", block.id)
    return None


def _of_file(file: BundledFile, text: str) -> Passage:
    kind = "script" if file.kind == "script" else "data"
    return Passage(file.path, text, kind, language=file.language)
