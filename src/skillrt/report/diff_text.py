"""A diff for the terminal: old and new lines one below the other, the edited words marked, the reasons beneath."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skillrt.report.diff import Change, Diff, FileDiff, Line, NewFile, Piece, Same
from skillrt.report.glyphs import visible

CONTEXT = 2
_NEAR = 60  # characters that are shown beside an edited stretch in a long line
_LONG = 160
_LONG_EDIT = 600
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Ink:
    """SGR parameters by role; empty ones leave the text as it is."""

    title: str = ""
    faint: str = ""
    old: str = ""
    new: str = ""
    old_edit: str = ""
    new_edit: str = ""

    def paint(self, role: str, text: str) -> str:
        """`text` in the colour of `role`."""
        code: str = getattr(self, role)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN = Ink()
COLOURED = Ink(title="1", faint="2", old="31", new="32", old_edit="1;4;31", new_edit="1;4;32")


def diff_text(diff: Diff, *, colour: bool = False) -> str:
    """The whole diff; ends with a line end. Whatever would act on a terminal is shown escaped."""
    ink = COLOURED if colour else PLAIN
    lines = [ink.paint("title", headline(diff))]
    for file in diff.files:
        lines += ["", ink.paint("title", _file_title(file)), *_file(file, ink)]
    if diff.made:
        lines += ["", *(_made(item, ink) for item in diff.made)]
    if diff.unchanged:
        lines += ["", ink.paint("faint", f"unchanged: {', '.join(visible(path) for path in diff.unchanged)}")]
    return "\n".join(lines) + "\n"


def headline(diff: Diff) -> str:
    """What became what, in one line."""
    manifest = diff.manifest
    guess = manifest.written_for
    origin = f", written for {guess.harness}{' (guessed)' if guess.guessed else ''}" if guess.harness else ""
    count = f"{diff.edits} edit{'' if diff.edits == 1 else 's'}" if diff.edits else "no edits"
    return visible(f"{manifest.name}{origin}, compiled for {manifest.aim}: {count}")


def _made(file: NewFile, ink: Ink) -> str:
    """A file that the source does not have. Its text is in the file, and in the page."""
    count = f"{len(file.lines)} line{'' if len(file.lines) == 1 else 's'}"
    why = f"{file.reason.pass_name}/{file.reason.rule}: {file.reason.words}"
    return ink.paint("title", f"new: {visible(file.path)}") + ink.paint("faint", visible(f" ({count}; {why})"))


def _file_title(file: FileDiff) -> str:
    renamed = f" (from {visible(file.source)})" if file.source != file.path else ""
    return visible(file.path) + renamed


def _file(file: FileDiff, ink: Ink) -> Iterator[str]:
    last = len(file.parts) - 1
    for index, part in enumerate(file.parts):
        if isinstance(part, Same):
            yield from _same(part, ink, first=index == 0, last=index == last)
        else:
            yield from _change(part, ink)


def _same(part: Same, ink: Ink, *, first: bool, last: bool) -> Iterator[str]:
    pairs = list(zip(part.old, part.new, strict=True))
    head = 0 if first else CONTEXT
    tail = 0 if last else CONTEXT
    if len(pairs) <= head + tail:
        yield from (_context(old, new, ink) for old, new in pairs)
        return
    yield from (_context(old, new, ink) for old, new in pairs[:head])
    if not first and not last:
        yield ink.paint("faint", "  ...")
    yield from (_context(old, new, ink) for old, new in pairs[len(pairs) - tail :])


def _context(old: Line, new: Line, ink: Ink) -> str:
    text = "".join(piece.text for piece in old.pieces)
    shown = visible(text[:_LONG]) + (_CUT if len(text) > _LONG else "")
    return ink.paint("faint", f"{old.number:>5} {new.number:>5}   {shown}".rstrip())


def _change(part: Change, ink: Ink) -> Iterator[str]:
    for line in part.old:
        number = ink.paint("faint", f"{line.number:>5}      ")
        yield f"{number} {ink.paint('old', '-')} {_line(line, ink, 'old')}".rstrip()
    for line in part.new:
        number = ink.paint("faint", f"      {line.number:>5}")
        yield f"{number} {ink.paint('new', '+')} {_line(line, ink, 'new')}".rstrip()
    for reason in part.reasons:
        yield ink.paint("faint", f"              {visible(f'{reason.pass_name}/{reason.rule}: {reason.words}')}")


def _line(line: Line, ink: Ink, role: str) -> str:
    return "".join(
        ink.paint(f"{role}_edit" if piece.changed else role, visible(piece.text)) for piece in _short(line.pieces)
    )


def _short(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a long line, with what is far from an edit left out."""
    if sum(len(piece.text) for piece in pieces) <= _LONG:
        yield from pieces
        return
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.changed:
            yield Piece(text if len(text) <= _LONG_EDIT else text[:_LONG_EDIT] + _CUT, True)
        elif len(text) <= 2 * _NEAR:
            yield piece
        else:
            before = text[:_NEAR] if index > 0 else ""
            after = text[-_NEAR:] if index < len(pieces) - 1 else ""
            yield Piece(f"{before}{_CUT}{after}" if before or after else text[:_LONG] + _CUT)
