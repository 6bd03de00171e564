"""The line that a finding is about, cut to a window around the caret, with the caret under the right cells."""

from dataclasses import dataclass

from skillrt.report.glyphs import TAB_STOP, cells, glyphs

WIDTH = 100
CUT = "…"
# Of the window, what stands right of the caret's beginning is worth more than what stands left of it.
_RIGHT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text` is fit for a terminal and at most `WIDTH` cells wide; the caret covers `length` cells from `offset`."""

    text: str
    offset: int
    length: int


def excerpt(line: str, column: int, end_column: int = 0, width: int = WIDTH) -> Excerpt:
    """The window of `line` around `column` (1-based, in characters; `end_column` exclusive, 0 for one character).

    Only the neighbourhood of the caret is looked at, however long the line is. Columns outside the line are taken to
    its nearest end.
    """
    begin = min(max(column, 1) - 1, len(line))
    end = min(max(end_column - 1, begin + 1), len(line)) if end_column else min(begin + 1, len(line))
    left, right = _window(line, begin, width)
    text, offsets = _laid_out(line, left, right)
    offset = offsets[begin - left]
    length = offsets[min(end, right) - left] - offset
    return Excerpt(text, offset, max(length, 1))


def line_window(line: str, column: int, width: int) -> tuple[int, str]:
    """At most `width` characters of `line` around `column`, unescaped, and the 0-based index of their first."""
    if len(line) <= width:
        return 0, line
    begin = min(max(column, 1) - 1, len(line))
    left = max(0, min(begin - int(width * (1 - _RIGHT_SHARE)), len(line) - width))
    return left, line[left : left + width]


def _window(line: str, begin: int, width: int) -> tuple[int, int]:
    """The characters `left:right` that fit into `width` cells with a mark at each side where the line is cut."""
    nearby = max(0, begin - width)
    shown = _widths(line[nearby : begin + width + 1])
    here = begin - nearby
    if nearby == 0 and len(line) <= begin + width + 1 and sum(shown) <= width:
        return 0, len(line)
    room = width - 2 * len(CUT)
    right, used = _grown(shown, here, 1, int(room * _RIGHT_SHARE))
    left, used_left = _grown(shown, here, -1, room - used)
    right, _ = _grown(shown, here, 1, room - used_left)
    while left < here and shown[left] == 0:  # a mark must not be cut off its letter
        left += 1
    return nearby + left, nearby + right


def _grown(widths: list[int], start: int, step: int, room: int) -> tuple[int, int]:
    """How far one may go from `start` within `room` cells, and the cells that takes."""
    at, used = start, 0
    while True:
        index = at if step > 0 else at - 1
        if not 0 <= index < len(widths) or used + widths[index] > room:
            return at, used
        used += widths[index]
        at += step


def _widths(text: str) -> list[int]:
    return [TAB_STOP if glyph == "\t" else cells(glyph) for glyph in glyphs(text)]


def _laid_out(line: str, left: int, right: int) -> tuple[str, list[int]]:
    """The text of the window and the cell at which each of its characters begins (and the cell after the last)."""
    parts = [CUT] if left > 0 else []
    at = len(parts)
    offsets: list[int] = []
    for glyph in glyphs(line[left:right]):
        offsets.append(at)
        part = " " * (TAB_STOP - at % TAB_STOP) if glyph == "\t" else glyph
        parts.append(part)
        at += len(part) if glyph == "\t" else cells(glyph)
    offsets.append(at)
    if right < len(line):
        parts.append(CUT)
    return "".join(parts).rstrip(" "), offsets
