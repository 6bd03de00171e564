"""Are two files equal in meaning?

- Tables and workbooks: the same header, rows in the same order, the same sheets; cells that are numbers as numbers.
- JSON: the same value; the order of keys and the layout do not count.
- Numbers: equal within one millionth of the larger.
- Images: the same format and size; pixels differ by 4 of 255 on average at most, and by more than 32 in one of a
  hundred at most (encoders and resampling filters differ by less, another picture by far more).
- Archives: the same files with the same bytes; who packed them when does not count.
- Documents: the same number of pages with the same words. Text: equal up to blanks at line ends and empty lines at
  the end of the file. Anything else: the same bytes.
"""

import io
import math
from itertools import zip_longest
from typing import Final, cast

from skillrt.jit.contents.read import Archive, Bytes, Content, Image, Json, Pages, PlainText, Sheets, Table

TOLERANCE: Final = 1e-6
_MEAN: Final = 4.0
_FAR: Final = 32
_SHARE_FAR: Final = 0.01
_MAX_DEPTH: Final = 60


def same_content(one: Content, other: Content) -> bool:
    """Whether the two mean the same."""
    match one, other:
        case (Table(), Table()):
            return _same_table(one, other)
        case (Sheets(), Sheets()):
            return len(one.tables) == len(other.tables) and all(
                a.sheet == b.sheet and _same_table(a, b) for a, b in zip(one.tables, other.tables, strict=True)
            )
        case (Json(), Json()):
            return _same_json(one.value, other.value, 0)
        case (Image(), Image()):
            return _same_image(one, other)
        case (Pages(), Pages()):
            return [text.split() for text in one.texts] == [text.split() for text in other.texts]
        case (Archive(), Archive()):
            return one.members == other.members
        case (PlainText(), PlainText()):
            return same_text(one.text, other.text)
        case (Bytes(), Bytes()):
            return one.data == other.data
        case _:
            return False


def same_text(one: str, other: str) -> bool:
    """Equal up to blanks at line ends and empty lines at the end."""
    return _lines(one) == _lines(other)


def same_number(one: float, other: float) -> bool:
    """Equal within one millionth of the larger."""
    return one == other or math.isclose(one, other, rel_tol=TOLERANCE) or (math.isnan(one) and math.isnan(other))


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _same_table(one: Table, other: Table) -> bool:
    if one.header != other.header or len(one.rows) != len(other.rows) or one.delimiter != other.delimiter:
        return False
    return all(
        _same_cell(a, b)
        for row, pair in zip(one.rows, other.rows, strict=True)
        for a, b in zip_longest(row, pair, fillvalue="\0")
    )


def _same_cell(one: str, other: str) -> bool:
    if one == other:
        return True
    a, b = number_in(one), number_in(other)
    return a is not None and b is not None and same_number(a, b)


def number_in(text: str) -> float | None:
    """The number that a cell holds, None where it holds another thing (`007` is an identifier, no number)."""
    plain = text.strip()
    digits = plain.lstrip("+-")
    if not digits[:1].isdigit() and digits[:1] != ".":
        return None
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return None
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in plain else None


def _same_json(one: object, other: object, depth: int) -> bool:
    if depth > _MAX_DEPTH:
        return False
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return same_number(float(one), float(other))
    if isinstance(one, dict) and isinstance(other, dict):
        a, b = cast("dict[str, object]", one), cast("dict[str, object]", other)
        return a.keys() == b.keys() and all(_same_json(a[key], b[key], depth + 1) for key in a)
    if isinstance(one, list) and isinstance(other, list):
        c, d = cast("list[object]", one), cast("list[object]", other)
        return len(c) == len(d) and all(_same_json(x, y, depth + 1) for x, y in zip(c, d, strict=True))
    return isinstance(one, str | None) and one == other


def _same_image(one: Image, other: Image) -> bool:
    if (one.format, one.width, one.height) != (other.format, other.width, other.height):
        return False
    if one.data == other.data:
        return True
    from PIL import Image as Pictures
    from PIL import ImageChops

    with Pictures.open(io.BytesIO(one.data)) as a, Pictures.open(io.BytesIO(other.data)) as b:
        difference = ImageChops.difference(a.convert("RGBA"), b.convert("RGBA"))
    histogram = difference.histogram()
    counts = [sum(histogram[level + 256 * band] for band in range(4)) for level in range(256)]
    total = sum(counts) or 1
    mean = sum(level * count for level, count in enumerate(counts)) / total
    return mean <= _MEAN and sum(counts[_FAR + 1 :]) / total <= _SHARE_FAR
