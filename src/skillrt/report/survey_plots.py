"""Columns of a histogram and bars of a table, as SVG in the page of a survey."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from skillrt.report.fragments import filled

_LEFT: Final = 4.0
_WIDTH: Final = 312.0
_BOTTOM: Final = 104.0
_HEIGHT: Final = 92.0
_WHOLE: Final = 1000  # the width of a bar that is everything
_TICKS: Final = 6
_POWERS: Final = (("M", 1_000_000), ("k", 1_000))
Bar = tuple[str, float, float]


def bars(shown: Sequence[Bar]) -> str:
    """Bars over each other in a row: (shade, from, to), each a part of the whole between 0 and 1."""
    return "".join(_bar(shade, begin, end) for shade, begin, end in shown if end > begin)


def beside(first: Bar, second: Bar) -> str:
    """Two bars one below the other."""
    upper, lower = _bar(*first, height=5.6), _bar(*second, top=6.4, height=3.6)
    return upper + lower


def plot(measure: Mapping[str, Any]) -> str:
    """A histogram: a column a power of two, as wide each; the median as a line."""
    columns: Sequence[Sequence[int]] = measure["columns"]
    if not columns:
        return ""
    most = max(count for _, _, count in columns)
    wide = _WIDTH / len(columns)
    words = (
        f"median {measure['median']:,}, nine of ten at most {measure['p90']:,}, "
        f"one of a hundred above {measure['p99']:,}, most {measure['most']:,}"
    )
    return _filled(
        "plot",
        {"title": str(measure["words"]), "words": words},
        {
            "columns": "".join(_column(item, at, wide, most) for at, item in enumerate(columns)),
            "ticks": "".join(_ticks(columns, wide)),
            "median": _median(measure["median"], columns, wide),
        },
    )


def short(number: int) -> str:
    """`16`, `4k`, `1M`: for the axis of powers of two."""
    for letter, unit in _POWERS:
        if number >= unit:
            return f"{number / unit:.0f}{letter}"
    return str(number)


def _bar(shade: str, begin: float, end: float, *, top: float = 0, height: float = 10) -> str:
    start, stop = (round(_WHOLE * min(max(part, 0.0), 1.0)) for part in (begin, end))
    # what is there is to be seen
    width = max(stop - start, 3) if end > begin else 0
    texts = {"shade": shade, "from": str(start), "width": str(width), "top": f"{top:g}", "height": f"{height:g}"}
    return _filled("bar", texts)


def _column(item: Sequence[int], at: int, wide: float, most: int) -> str:
    begin, end, count = item
    height = _HEIGHT * count / most if most else 0.0
    texts = {
        "from": f"{_LEFT + at * wide + 0.5:.1f}",
        "width": f"{max(wide - 1, 0.5):.1f}",
        "top": f"{_BOTTOM - height:.1f}",
        "height": f"{height:.1f}",
        "words": f"{begin:,} to {end - 1:,}: {count:,} skills",
    }
    return _filled("column", texts)


def _ticks(columns: Sequence[Sequence[int]], wide: float) -> list[str]:
    """What the first columns begin with, a few of them only."""
    step = max(1, math.ceil(len(columns) / _TICKS))
    shown = range(0, len(columns), step)
    return [
        _filled(
            "tick",
            {
                "at": f"{_LEFT + at * wide:.1f}",
                "anchor": "start" if at == 0 else "middle",
                "words": short(columns[at][0]),
            },
        )
        for at in shown
    ]


def _median(value: int, columns: Sequence[Sequence[int]], wide: float) -> str:
    """A line in the column that holds it, as far in as its logarithm says."""
    for at, (begin, end, _) in enumerate(columns):
        if begin <= value < end:
            inside = math.log2(value / begin) if begin else 0.5
            return _filled("median", {"at": f"{_LEFT + (at + min(inside, 1.0)) * wide:.1f}"})
    return ""


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("survey.html", fragment, texts, markup)
