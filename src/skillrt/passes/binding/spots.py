"""Where commands stand: blocks of commands and code spans of every document, those that a lowering wrote too."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from skillrt.code import commands
from skillrt.ir import Block, BundledFile, Document, Module
from skillrt.reading.fences import Fence, fences_of, is_torn
from skillrt.reading.followed import is_followed
from skillrt.reading.present import indented, is_lowered, is_made_document, made_document, present_document
from skillrt.reading.sections import sections_of

Offset = Callable[[int], int]
_RUNS: Final = re.compile(
    r"\b(?:run|runs|running|execute|executes|call|invoke|use|using|with|via|then|command|do|try|start|launch)[\s:*_(]*\Z",
    re.I,
)
_HAS_IT: Final = re.compile(
    r"\b(?:if|when|where)\b[^\n]{0,120}\b(?:is|are)[ \t]+(?:already[ \t]+)?"
    r"(?:available|installed|managed|present|found|on[ \t]+(?:the[ \t]+|your[ \t]+)?`?PATH\b)",
    re.I,
)
_BEFORE: Final = 300
_PART: Final = re.compile(r"\n[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]|[.;!?][ \t\n]")
_LIMIT: Final = 20_000
"""Characters of one text of commands beyond which it is left as it is."""


class Spot(msgspec.Struct, frozen=True):
    """A text of commands. `holder` is the id of the block that holds it, or the path of a made file; `place` gives
    the offset in the holder's text of an offset in `text`. `span`: it is a code span; `told`: the words before it
    tell to run it, or it is a block of commands."""

    document: str
    holder: str
    text: str
    place: Offset
    span: bool = False
    told: bool = True
    console: bool = False
    chosen: bool = False


def spots_of(module: Module) -> Iterator[Spot]:
    """All of them: the module's documents in order, then the documents that passes made."""
    main = module.documents[0].text if module.documents else ""
    for document in module.documents:
        if not _is_aside(document.path, main):
            yield from _of_document(document, module)
    for file in module.files:
        if is_made_document(file):
            yield from _of_made(file)


def _is_aside(path: str, main: str) -> bool:
    """Whether no agent follows the document: papers, and a README that the instructions (`main`) do not name."""
    name = path.rpartition("/")[2]
    if name.lower().startswith("readme"):
        return name.lower() not in main.lower()
    return not is_followed(path)


def _of_document(document: Document, module: Module) -> Iterator[Spot]:
    present = present_document(document)
    fences = _fences(present)
    behind = 0  # how much of a lowered block's Markdown was read
    last = ""
    sample = False
    for leaf in present.leaves():
        holder = module.blocks[leaf.id]
        behind = behind if leaf.id == last else 0
        last = leaf.id
        place = _in_lowered(holder, behind) if is_lowered(holder) and holder.kind != "front-matter" else _same
        behind += len(leaf.text)
        sample = _is_sample(leaf, sample)
        for spot in _of_leaf(leaf, fences.get(id(leaf)), document.path, holder.id, place):
            yield msgspec.structs.replace(spot, told=False) if sample else spot


def _is_sample(leaf: Block, before: bool) -> bool:
    """Whether what follows is part of a torn sample: until its own end, which then stands as the beginning of a block
    without a language."""
    if leaf.kind != "code" or not leaf.fenced:
        return before
    if before:
        return bool(leaf.info.strip())
    return is_torn(leaf)


def _of_made(file: BundledFile) -> Iterator[Spot]:
    document = made_document(file)
    fences = _fences(document)
    at = 0
    for leaf in document.leaves():
        yield from _of_leaf(leaf, fences.get(id(leaf)), file.path, file.path, _shifted(at))
        at += len(leaf.text)


def _fences(document: Document) -> dict[int, Fence]:
    return {id(fence.block): fence for section in sections_of(document) for fence in fences_of(section)}


def _of_leaf(leaf: Block, fence: Fence | None, document: str, holder: str, place: Offset) -> Iterator[Spot]:
    if leaf.kind == "code":
        if fence is not None and fence.role == "commands" and leaf.closed and len(fence.text) <= _LIMIT:
            console = fence.language == "console"
            yield Spot(document, holder, fence.text, _chained(place, leaf.offset_of_content), console=console)
    elif leaf.kind in ("paragraph", "table"):
        for item in leaf.inlines:
            if item.kind == "code":
                yield from _of_code_span(leaf, item.start, item.end, document, holder, place)


def _of_code_span(leaf: Block, start: int, end: int, document: str, holder: str, place: Offset) -> Iterator[Spot]:
    text = leaf.text[start:end]
    ticks = len(text) - len(text.lstrip("`"))
    inside = text[ticks : len(text) - ticks]
    if " " not in inside.strip() or "\n" in inside or len(inside) > _LIMIT or len(commands(inside)) == 0:
        return
    told = _RUNS.search(leaf.text[max(0, start - 40) : start]) is not None
    before = _PART.split(leaf.text[max(0, start - _BEFORE) : start])[-1]
    chosen = told and _HAS_IT.search(before) is not None
    at = _chained(place, _shifted(start + ticks))
    yield Spot(document, holder, inside, at, span=True, told=told, chosen=chosen)


def _same(position: int) -> int:
    return position


def _shifted(by: int) -> Offset:
    def place(position: int) -> int:
        return position + by

    return place


def _chained(outer: Offset, inner: Offset) -> Offset:
    def place(position: int) -> int:
        return outer(inner(position))

    return place


def _in_lowered(block: Block, behind: int) -> Offset:
    """From an offset in a leaf of the block's Markdown, which begins `behind` characters in, to one in its text."""
    left_out = indented(block)

    def place(position: int) -> int:
        at = position + behind
        for start, end in left_out:
            if start > at:
                break
            at += end - start
        return at

    return place
