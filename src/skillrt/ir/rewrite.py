"""Edit the text of a block so that every changed character can be traced to a pass, a rule and a reason.

A rewritten block keeps its id and its span: both name the place in the source. What changed is in its derivations,
from which the source text can be rebuilt; the verifier does so after every pass.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from skillrt.errors import Place, Span
from skillrt.ir.blocks import Block, Derivation, Inline
from skillrt.ir.module import Document, Module


class TextEdit(msgspec.Struct, frozen=True, order=True):
    """Replace the characters `start:end` of a block's present text by `new`."""

    start: int
    end: int
    new: str
    rule: str
    reason: str


def rewrite(block: Block, pass_name: str, edits: Sequence[TextEdit]) -> Block:
    """The block with the edits applied; edits that change nothing are dropped.

    Raises ValueError for edits that overlap each other or lie outside the text.
    """
    wanted = sorted(edit for edit in edits if block.text[edit.start : edit.end] != edit.new)
    if not wanted:
        return block
    _require_disjoint(wanted, len(block.text))
    merged = _merge(block, pass_name, wanted)
    move = _mover(wanted)
    text = _applied(block.text, wanted)
    return msgspec.structs.replace(
        block,
        text=text,
        derivations=merged,
        inlines=tuple(_moved_inline(item, block.text, text, move) for item in block.inlines),
        pieces=tuple((move(start, False), move(end, True)) for start, end in block.pieces),
    )


def source_text(block: Block) -> str:
    """The block's text as it is in the source, rebuilt from its derivations."""
    if not block.derivations:
        return block.text
    parts: list[str] = []
    cursor = 0
    for item in block.derivations:
        parts += (block.text[cursor : item.start], item.old)
        cursor = item.end
    return "".join([*parts, block.text[cursor:]])


def source_offset(block: Block, position: int, *, after: bool = False) -> int:
    """The offset in the source text that corresponds to `position` in the present text.

    Inside a derived stretch this is the stretch's start, or its end with `after`.
    """
    shift = 0
    for item in block.derivations:
        if position < item.start or (position == item.start and not after):
            break
        if position < item.end or (after and position == item.end):
            return item.start + shift + (len(item.old) if after else 0)
        shift += len(item.old) - (item.end - item.start)
    return position + shift


def span_of(block: Block, start: int, end: int) -> Span:
    """The source span of the characters `start:end` of the block's present text."""
    text = source_text(block)
    first, last = source_offset(block, start), source_offset(block, end, after=True)
    before, inside = text[:first], text[first:last]
    line = block.span.line + before.count("\n")
    byte = block.span.start + len(before.encode("utf-8", "surrogateescape"))
    length = len(inside.encode("utf-8", "surrogateescape"))
    return Span(block.span.file, byte, byte + length, line, line + inside.removesuffix("\n").count("\n"))


def place_of(block: Block, start: int, end: int) -> Place:
    """The source place (line, column) of the characters `start:end` of the block's present text."""
    text = source_text(block)
    first, last = source_offset(block, start), source_offset(block, end, after=True)
    line, column = _line_column(block, text, first)
    end_line, end_column = _line_column(block, text, last)
    return Place(block.span.file, line, column, end_line, end_column)


def place_in_text(file: str, text: str, start: int, end: int) -> Place:
    """The place of the characters `start:end` of a whole file's text."""
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    end_line = line + text.count("\n", start, end)
    return Place(file, line, column, end_line, end - text.rfind("\n", 0, end))


def replace_blocks(module: Module, changed: Mapping[str, Block]) -> Module:
    """The module with blocks of the same ids put in; untouched documents stay the same objects."""
    if not changed:
        return module
    return map_blocks(module, lambda block: changed.get(block.id, block))


def map_blocks(module: Module, change: Callable[[Block], Block]) -> Module:
    """The module with `change` applied to every block, children first. Depth is bounded by the front end."""
    documents = tuple(_mapped(document, change) for document in module.documents)
    return msgspec.structs.replace(module, documents=documents)


def _mapped(document: Document, change: Callable[[Block], Block]) -> Document:
    blocks = _map_all(document.blocks, change)
    return document if blocks is document.blocks else msgspec.structs.replace(document, blocks=blocks)


def _map_all(blocks: tuple[Block, ...], change: Callable[[Block], Block]) -> tuple[Block, ...]:
    result = tuple(_map_one(block, change) for block in blocks)
    same = all(new is old for new, old in zip(result, blocks, strict=True))
    return blocks if same else result


def _map_one(block: Block, change: Callable[[Block], Block]) -> Block:
    if block.children:
        children = _map_all(block.children, change)
        if children is not block.children:
            block = msgspec.structs.replace(block, children=children)
    return change(block)


def _require_disjoint(edits: Sequence[TextEdit], length: int) -> None:
    cursor = 0
    for edit in edits:
        if edit.start < cursor or edit.end < edit.start or edit.end > length:
            raise ValueError(
                f"edit {edit.start}:{edit.end} overlaps another or leaves the text of {length} characters"
            )
        cursor = edit.end


def _applied(text: str, edits: Sequence[TextEdit]) -> str:
    parts: list[str] = []
    cursor = 0
    for edit in edits:
        parts += (text[cursor : edit.start], edit.new)
        cursor = edit.end
    return "".join([*parts, text[cursor:]])


def _mover(edits: Sequence[TextEdit]) -> Callable[[int, bool], int]:
    """Maps an old offset to a new one; an offset inside an edit goes to the edit's start, or its end if `after`."""

    def move(position: int, after: bool) -> int:
        shift = 0
        for edit in edits:
            if position < edit.start or (position == edit.start and not (after and edit.start == edit.end)):
                break
            if position < edit.end or (after and position == edit.end):
                return edit.start + shift + (len(edit.new) if after else 0)
            shift += len(edit.new) - (edit.end - edit.start)
        return position + shift

    return move


def _moved_inline(item: Inline, old: str, new: str, move: Callable[[int, bool], int]) -> Inline:
    at = old.rfind(item.value, item.start, item.end) if item.value else -1
    value = new[move(at, False) : move(at + len(item.value), True)] if at >= 0 else item.value
    return Inline(item.kind, move(item.start, False), move(item.end, True), value)


def _merge(block: Block, pass_name: str, edits: Sequence[TextEdit]) -> tuple[Derivation, ...]:
    """Old derivations moved along, new ones added; an edit that touches an old derivation swallows it."""
    move = _mover(edits)
    result: list[Derivation] = []
    swallowed: set[int] = set()
    for edit in edits:
        start, end = edit.start, edit.end
        for index, item in enumerate(block.derivations):
            if item.start < edit.end and edit.start < item.end:
                swallowed.add(index)
                start, end = min(start, item.start), max(end, item.end)
        result.append(_derivation(block, pass_name, edit, (start, end), move))
    kept = [item for index, item in enumerate(block.derivations) if index not in swallowed]
    moved = [msgspec.structs.replace(item, start=move(item.start, False), end=move(item.end, True)) for item in kept]
    return tuple(sorted([*result, *moved], key=lambda item: (item.start, item.end)))


def _derivation(
    block: Block, pass_name: str, edit: TextEdit, reach: tuple[int, int], move: Callable[[int, bool], int]
) -> Derivation:
    text = source_text(block)
    first, last = source_offset(block, reach[0]), source_offset(block, reach[1], after=True)
    start, end = move(reach[0], False), move(reach[1], True)
    return Derivation(pass_name, edit.rule, edit.reason, start, end, text[first:last], span_of(block, *reach))


def _line_column(block: Block, text: str, offset: int) -> tuple[int, int]:
    newline = text.rfind("\n", 0, offset)
    line = block.span.line + text.count("\n", 0, offset)
    return line, (offset - newline if newline >= 0 else block.column + offset)
