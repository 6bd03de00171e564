"""Edit the text of a block so that every changed character can be traced to a pass, a rule and a reason.

A rewritten block keeps its id and its span: both name the place in the source. What changed is in its derivations,
from which the source text can be rebuilt; the verifier does so after every pass.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

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

    An edit that touches an earlier pass's edit is joined with it into one derivation. Raises ValueError for edits
    that overlap each other or lie outside the text.
    """
    wanted = sorted(edit for edit in edits if block.text[edit.start : edit.end] != edit.new)
    if not wanted:
        return block
    _require_disjoint(wanted, len(block.text))
    text = _applied(block.text, wanted, 0)
    moves = _Moves(wanted)
    moved = (_moved_inline(item, block.text, text, moves) for item in block.inlines)
    return msgspec.structs.replace(
        block,
        text=text,
        derivations=_derivations(block, pass_name, wanted),
        inlines=tuple(item for item in moved if item.end > item.start),
        pieces=_moved_pieces(block.pieces, moves),
    )


def source_text(block: Block) -> str:
    """The block's text as it is in the source, rebuilt from its derivations."""
    return _undone(block.text, block.derivations, 0) if block.derivations else block.text


def source_range(block: Block, start: int, end: int) -> tuple[int, int]:
    """The range of the source text that the characters `start:end` of the present text come from.

    A range that begins or ends inside an edit takes in all of what the edit replaced.
    """
    shift_start = shift_end = 0
    for item in block.derivations:
        grown = len(item.old) - (item.end - item.start)
        inside = item.start <= start < item.end
        if item.end <= start and not (start == end == item.start):
            shift_start += grown
        elif inside:
            shift_start += item.start - start
        if item.end <= end and not (item.start == item.end == end and start < end):
            shift_end += grown
        elif item.start < end:
            shift_end += item.start + len(item.old) - end
    return start + shift_start, max(start + shift_start, end + shift_end)


def present_range(block: Block, span: Span) -> tuple[int, int]:
    """The characters of the block's present text that the source bytes of `span` became.

    What lies inside an edited stretch becomes the whole stretch.
    """
    data = source_text(block).encode("utf-8", "surrogateescape")
    first = max(0, span.start - block.span.start)
    last = max(first, span.end - block.span.start)
    start = len(data[:first].decode("utf-8", "surrogateescape"))
    end = start + len(data[first:last].decode("utf-8", "surrogateescape"))
    return _present(block, start, after=False), _present(block, end, after=True)


def _present(block: Block, position: int, *, after: bool) -> int:
    """The offset in the present text of an offset in the source text."""
    shift = 0
    for item in block.derivations:
        begin = item.start + shift
        end = begin + len(item.old)
        if position < begin or (position == begin and (after or not item.old)):
            break
        if position < end or (after and position == end):
            return item.end if after else item.start
        shift += len(item.old) - (item.end - item.start)
    return position - shift


def span_of(block: Block, start: int, end: int) -> Span:
    """The source span of the characters `start:end` of the block's present text."""
    text = source_text(block)
    first, last = source_range(block, start, end)
    before, inside = text[:first], text[first:last]
    line = block.span.line + before.count("\n")
    byte = block.span.start + len(before.encode("utf-8", "surrogateescape"))
    length = len(inside.encode("utf-8", "surrogateescape"))
    return Span(block.span.file, byte, byte + length, line, line + inside.removesuffix("\n").count("\n"))


def place_of(block: Block, start: int, end: int) -> Place:
    """The source place (line, column) of the characters `start:end` of the block's present text."""
    text = source_text(block)
    first, last = source_range(block, start, end)
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

    def put_in(block: Block) -> Block:
        return changed.get(block.id, block)

    documents = tuple(
        document if document.by_id.keys().isdisjoint(changed) else _mapped(document, put_in)
        for document in module.documents
    )
    return msgspec.structs.replace(module, documents=documents)


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


def _applied(text: str, edits: Sequence[TextEdit], base: int) -> str:
    """`text`, which begins at offset `base`, with the edits put in."""
    parts: list[str] = []
    cursor = 0
    for edit in edits:
        parts += (text[cursor : edit.start - base], edit.new)
        cursor = edit.end - base
    return "".join([*parts, text[cursor:]])


def _undone(text: str, derivations: Sequence[Derivation], base: int) -> str:
    """`text`, which begins at offset `base`, with the derivations taken back."""
    parts: list[str] = []
    cursor = 0
    for item in derivations:
        parts += (text[cursor : item.start - base], item.old)
        cursor = item.end - base
    return "".join([*parts, text[cursor:]])


class _Moves:
    """Where offsets go, for edits in order: the edits by their beginnings, and how far those before each one move."""

    def __init__(self, edits: Sequence[TextEdit]) -> None:
        self.edits = edits
        self.starts = [edit.start for edit in edits]
        self.shifts = list(accumulate((len(edit.new) - (edit.end - edit.start) for edit in edits), initial=0))

    def moved(self, position: int, *, after: bool) -> int:
        """An insertion at the offset lies before it with `after`; one inside an edit goes to the edit's far end."""
        index = bisect_left(self.starts, position)
        if index and position < self.edits[index - 1].end:
            around = self.edits[index - 1]
            return around.start + self.shifts[index - 1] + (len(around.new) if after else 0)
        while after and index < len(self.edits) and self.edits[index].start == self.edits[index].end == position:
            index += 1
        return position + self.shifts[index]


def _moved_inline(item: Inline, old: str, new: str, moves: _Moves) -> Inline:
    at = old.rfind(item.value, item.start, item.end) if item.value else -1
    ends = (moves.moved(at, after=False), moves.moved(at + len(item.value), after=True))
    value = new[ends[0] : ends[1]] if at >= 0 else item.value
    return Inline(item.kind, moves.moved(item.start, after=True), moves.moved(item.end, after=False), value)


def _moved_pieces(pieces: tuple[tuple[int, int], ...], moves: _Moves) -> tuple[tuple[int, int], ...]:
    """Content grows by what is inserted at its edges; between two pieces an insertion belongs to the first."""
    return tuple(
        (moves.moved(start, after=index > 0), moves.moved(end, after=True))
        for index, (start, end) in enumerate(pieces)
    )


class _Group:
    """Edits, and the earlier derivations that they touch: what becomes one derivation."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.edits: list[TextEdit] = []
        self.old: list[Derivation] = []


def _groups(block: Block, edits: Sequence[TextEdit]) -> list[_Group]:
    """In reading order. New edits that touch each other stay apart; an earlier derivation joins what it touches."""
    items: list[tuple[int, int, int, TextEdit | Derivation]] = [(item.start, item.end, 0, item) for item in edits]
    items += [(item.start, item.end, 1, item) for item in block.derivations]
    found: list[_Group] = []
    for start, end, _, item in sorted(items, key=lambda row: row[:2]):
        last = found[-1] if found else None
        joins = last is not None and start <= last.end and _joins(last, item)
        if last is None or not joins:
            last = _Group(start, end)
            found.append(last)
        last.end = max(last.end, end)
        if isinstance(item, TextEdit):
            last.edits.append(item)
        else:
            last.old.append(item)
    return found


def _joins(group: _Group, item: TextEdit | Derivation) -> bool:
    return bool(group.old) if isinstance(item, TextEdit) else bool(group.edits)


class _Sweep:
    """The source spans of groups, asked for in reading order: bytes and lines are counted on, never anew."""

    def __init__(self, block: Block) -> None:
        self.text = source_text(block)
        self.file = block.span.file
        self.grown = 0  # how much longer the source is than the present text, up to here
        self.at = 0  # characters of the source
        self.byte = block.span.start
        self.line = block.span.line

    def span(self, group: _Group) -> Span:
        """The span of what the source has in the group's place."""
        self._advance(group.start + self.grown)
        start, line = self.byte, self.line
        self.grown += sum(len(item.old) - (item.end - item.start) for item in group.old)
        inside = self._advance(group.end + self.grown)
        return Span(self.file, start, self.byte, line, self.line - inside.endswith("\n"))

    def _advance(self, to: int) -> str:
        passed = self.text[self.at : to]
        self.at = max(self.at, to)
        self.byte += len(passed.encode("utf-8", "surrogateescape"))
        self.line += passed.count("\n")
        return passed


def _derivations(block: Block, pass_name: str, edits: Sequence[TextEdit]) -> tuple[Derivation, ...]:
    result: list[Derivation] = []
    shift = 0  # how far the edits before this group moved the text
    sweep = _Sweep(block)
    for group in _groups(block, edits):
        span = sweep.span(group)
        before = block.text[group.start : group.end]
        text = _applied(before, group.edits, group.start)
        start = group.start + shift
        shift += len(text) - len(before)
        if group.edits:
            old = _undone(before, group.old, group.start)
            rule = group.edits[-1].rule
            reason = "; ".join(dict.fromkeys([*(item.reason for item in (*group.old, *group.edits))]))
            result.append(Derivation(pass_name, rule, reason, start, start + len(text), old, span))
        else:
            result += (
                msgspec.structs.replace(
                    item, start=item.start - group.start + start, end=item.end - group.start + start
                )
                for item in group.old
            )
    return tuple(result)


def _line_column(block: Block, text: str, offset: int) -> tuple[int, int]:
    newline = text.rfind("\n", 0, offset)
    line = block.span.line + text.count("\n", 0, offset)
    return line, (offset - newline if newline >= 0 else block.column + offset)
