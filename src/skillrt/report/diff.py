"""Source beside variant: which lines differ, by which edits, and why; read off the manifest, not guessed."""

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from skillrt.store import EditRecord, Manifest
from skillrt.store.records import EliminationRecord, RelocationRecord

_LINE_END = re.compile(b"\n")
_FEW = 3  # lines
Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, as text; `changed` where an edit made or replaced it."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line end; `number` counts from 1."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Which pass changed something, by which rule, and why."""

    pass_name: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of the source that became other lines, and why."""

    old: tuple[Line, ...]
    new: tuple[Line, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """Lines that are in both; `old` and `new` have the same texts and different numbers."""

    old: tuple[Line, ...]
    new: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FileDiff:
    """One file with changes. `source` is its path in the source, `edits` how many recorded edits it has."""

    path: str
    source: str
    parts: tuple[Change | Same, ...]
    edits: int


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that a pass made and the source does not have."""

    path: str
    lines: tuple[Line, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Diff:
    """A variant beside its source."""

    manifest: Manifest
    files: tuple[FileDiff, ...]
    made: tuple[NewFile, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def edits(self) -> int:
        """All recorded edits."""
        return len(self.manifest.edits)


@dataclass
class _Group:
    """Edits that share lines; ranges count lines from 0, ends excluded."""

    old: tuple[int, int]
    new: tuple[int, int]
    edits: list[EditRecord] = field(default_factory=list[EditRecord])


def diff_of(manifest: Manifest, output: Read, source: Read | None = None) -> Diff:
    """The differences between a variant and its source, read by their paths.

    Without `source`, its text is rebuilt from the variant by undoing the recorded edits.
    """
    edited: dict[str, list[EditRecord]] = {}
    for edit in manifest.edits:
        edited.setdefault(edit.output.file, []).append(edit)
    gone: dict[str, list[EliminationRecord]] = {}
    for item in manifest.eliminations:
        gone.setdefault(item.source.file, []).append(item)
    moved: dict[str, list[RelocationRecord]] = {}
    for item in manifest.relocations:
        moved.setdefault(item.source.file, []).append(item)
    files: list[FileDiff] = []
    made: list[NewFile] = []
    unchanged: list[str] = []
    for record in manifest.files:
        if record.made is not None:
            why = Reason(record.made.pass_name, record.made.rule, record.made.reason)
            made.append(NewFile(record.path, _whole(output(record.path)), why))
            continue
        edits, origin = edited.get(record.path, []), record.source or record.path
        if not edits and origin not in gone:
            unchanged.append(record.path)
            continue
        new = output(record.path)
        old = source(origin) if source else undone(new, edits, [*gone.get(origin, []), *moved.get(origin, [])])
        parts = tuple(_joined(_parts(old, new, edits, gone.get(origin, []))))
        files.append(FileDiff(record.path, origin, parts, len(edits)))
    return Diff(manifest, tuple(files), tuple(made), tuple(unchanged))


def undone(
    output: bytes, edits: Sequence[EditRecord], gone: Iterable[EliminationRecord | RelocationRecord] = ()
) -> bytes:
    """The source's bytes, from those of the variant. `gone` are what is not in the file at all, in places of the
    source; what an edit took out stands in the edit."""
    for edit in sorted(edits, key=lambda item: item.output.start, reverse=True):
        old = edit.old.encode("utf-8", "surrogateescape")
        output = output[: edit.output.start] + old + output[edit.output.end :]
    for item in sorted(gone, key=lambda item: item.source.start):
        if not any(edit.source.start <= item.source.start < edit.source.end for edit in edits):
            old = item.old.encode("utf-8", "surrogateescape")
            output = output[: item.source.start] + old + output[item.source.start :]
    return output


class _Text:
    """A file's bytes by lines."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(data))]
        if self.starts[-1] == len(data):
            self.starts.pop()

    def index(self, byte: int) -> int:
        """The line (from 0) that a byte is in; the end of the file is a line of its own behind a final line end."""
        if byte >= len(self.data) and self.at_start(byte):
            return len(self.starts)
        return bisect_right(self.starts, byte) - 1

    def at_start(self, byte: int) -> bool:
        """Whether a line begins at this byte, or would if one followed."""
        return byte == 0 or self.data[byte - 1 : byte] == b"\n"

    def line(self, index: int, changed: Sequence[tuple[int, int]]) -> Line:
        """A line, cut where the changed byte ranges begin and end."""
        start = self.starts[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.data)
        end -= len(self.data[start:end]) - len(self.data[start:end].rstrip(b"\r\n"))
        cuts = {start, end}
        for first, last in changed:
            cuts |= {min(max(first, start), end), min(max(last, start), end)}
        pieces = [
            Piece(
                self.data[first:last].decode("utf-8", "surrogateescape"),
                any(low <= first and last <= high for low, high in changed),
            )
            for first, last in pairwise(sorted(cuts))
        ]
        return Line(index + 1, tuple(pieces))

    def lines(self, first: int, last: int, changed: Sequence[tuple[int, int]] = ()) -> tuple[Line, ...]:
        """The lines `first:last`, counted from 0."""
        return tuple(self.line(index, changed) for index in range(first, min(last, len(self.starts))))


def _whole(data: bytes) -> tuple[Line, ...]:
    text = _Text(data)
    return _marked(text.lines(0, len(text.starts)))


def _joined(parts: Iterable[Change | Same]) -> Iterator[Change | Same]:
    """The parts, with what is the same on end as one."""
    last: Change | Same | None = None
    for part in parts:
        if isinstance(last, Same) and isinstance(part, Same):
            last = Same(last.old + part.old, last.new + part.new)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def _parts(
    source: bytes, output: bytes, edits: Sequence[EditRecord], gone: Sequence[EliminationRecord]
) -> Iterator[Change | Same]:
    old, new = _Text(source), _Text(output)
    old_at = new_at = 0
    for group in _groups(old, new, edits):
        yield from _between(old, new, (old_at, group.old[0]), (new_at, group.new[0]), gone)
        yield from _apart(
            old.lines(*group.old, [(item.source.start, item.source.end) for item in group.edits]),
            new.lines(*group.new, [(item.output.start, item.output.end) for item in group.edits]),
            tuple(dict.fromkeys(Reason(item.pass_name, item.rule, item.reason) for item in group.edits)),
        )
        old_at, new_at = group.old[1], group.new[1]
    yield from _between(old, new, (old_at, len(old.starts)), (new_at, len(new.starts)), gone)


def _apart(before: tuple[Line, ...], after: tuple[Line, ...], reasons: tuple[Reason, ...]) -> Iterator[Change | Same]:
    """The change of a group, without the lines that stand in both: an edit goes from the first place that it touches
    to the last one. A single line of them, in the midst, is no rest for the eye and stays."""
    texts = [_plain(line) for line in before], [_plain(line) for line in after]
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=False)
    old_at = new_at = 0
    parts: list[Change | Same] = []
    for old_from, new_from, size in matcher.get_matching_blocks():
        ends = (old_from == new_from == 0) or (old_from + size, new_from + size) == (len(before), len(after))
        if not ends and size < _FEW:
            continue
        if old_at < old_from or new_at < new_from:
            parts.append(Change(before[old_at:old_from], after[new_at:new_from], reasons))
        old_at, new_at = old_from + size, new_from + size
        if size:
            parts.append(Same(_unmarked(before[old_from:old_at]), _unmarked(after[new_from:new_at])))
    if any(isinstance(part, Change) for part in parts):
        yield from parts
    else:
        yield Change(before, after, reasons)


def _groups(old: _Text, new: _Text, edits: Sequence[EditRecord]) -> list[_Group]:
    groups: list[_Group] = []
    for edit in sorted(edits, key=lambda item: (item.output.start, item.source.start)):
        whole = old.at_start(edit.source.end) and new.at_start(edit.output.end)
        more = 0 if whole else 1
        olds = (old.index(edit.source.start), old.index(edit.source.end) + more)
        news = (new.index(edit.output.start), new.index(edit.output.end) + more)
        last = groups[-1] if groups else None
        if last and (olds[0] < last.old[1] or news[0] < last.new[1]):
            last.old = (last.old[0], max(last.old[1], olds[1]))
            last.new = (last.new[0], max(last.new[1], news[1]))
            last.edits.append(edit)
        else:
            groups.append(_Group(olds, news, [edit]))
    return groups


def _between(
    old: _Text, new: _Text, olds: tuple[int, int], news: tuple[int, int], gone: Sequence[EliminationRecord]
) -> Iterator[Change | Same]:
    """Lines between edits: the same, but for what was left out of the variant."""
    before, after = old.lines(*olds), new.lines(*news)
    texts = [_plain(line) for line in before], [_plain(line) for line in after]
    if texts[0] == texts[1]:
        if before:
            yield Same(before, after)
        return
    matcher = difflib.SequenceMatcher(None, *texts, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        left, right = before[old_from:old_to], after[new_from:new_to]
        if tag == "equal":
            yield Same(left, right)
            continue
        numbers = {line.number for line in left}
        reasons = (
            Reason(item.pass_name, item.rule, item.reason)
            for item in gone
            if numbers & set(range(item.source.line, item.source.end_line + 1))
        )
        yield Change(_marked(left), _marked(right), tuple(dict.fromkeys(reasons)))


def _plain(line: Line) -> str:
    return "".join(piece.text for piece in line.pieces)


def _unmarked(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(Line(line.number, (Piece(_plain(line)),)) for line in lines)


def _marked(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(Line(line.number, tuple(Piece(piece.text, True) for piece in line.pieces)) for line in lines)
