"""Plain columns: aligned by the widest cell, never cut, so that the output does not depend on a terminal."""

from collections.abc import Iterator, Sequence

from skillrt.report.glyphs import visible


def columns(rows: Sequence[Sequence[str]], indent: str = "  ") -> Iterator[str]:
    """The rows as aligned lines without trailing blanks. Control characters in cells are shown escaped."""
    clean = [[visible(cell) for cell in row] for row in rows]
    widths = [max(len(row[index]) for row in clean) for index in range(len(clean[0]))] if clean else []
    for row in clean:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield (indent + "  ".join(padded)).rstrip()
