"""Skills by targets: where what is asked for meets what is held. The numbers of the page, without its markup."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from skillrt.report.gaps import Row
from skillrt.targets import Target

Cell = tuple[Row, ...]
# By how many levels a skill asks for too much, all its gaps together, and the shade that it gets.
_SHADES = ((6, "gap-4"), (4, "gap-3"), (2, "gap-2"), (1, "gap-1"))


class SkillRow(msgspec.Struct, frozen=True):
    """A skill: its name, where it is, its requirements beside each target, or why it could not be read."""

    name: str
    where: str
    cells: tuple[Cell, ...] = ()
    error: str = ""


class HeatMap(msgspec.Struct, frozen=True):
    """Skills by targets. Each row has a cell a target, in their order, unless it has an error."""

    targets: tuple[Target, ...]
    rows: tuple[SkillRow, ...]

    def lacking(self) -> Mapping[str, tuple[int, ...]]:
        """Primitive -> how many skills ask for more of it than each target holds; the commonest first."""
        counts: Counter[tuple[str, int]] = Counter()
        for row in self.rows:
            counts.update((item.primitive, at) for at, cell in enumerate(row.cells) for item in gaps(cell))
        places = range(len(self.targets))
        found = {name: tuple(counts[name, at] for at in places) for name, _ in counts}
        return dict(sorted(found.items(), key=lambda item: (-sum(item[1]), item[0])))


def gaps(cell: Sequence[Row]) -> list[Row]:
    """The requirements above what the target is taken to hold."""
    return [row for row in cell if row.gap]


def doubts(cell: Sequence[Row]) -> list[Row]:
    """Requirements that are no gap, but that nothing makes certain."""
    return [row for row in cell if row.doubt and not row.gap]


def depth(cell: Sequence[Row]) -> int:
    """By how many levels a skill asks for too much, all its gaps together."""
    return sum(row.gap for row in cell)


def shade(cell: Sequence[Row]) -> str:
    """The class of a cell: `none` (nothing asked), `fit`, `doubt`, or `gap-1` to `gap-4` by depth."""
    if not cell:
        return "none"
    levels = depth(cell)
    deep = next((name for least, name in _SHADES if levels >= least), "")
    return deep or ("doubt" if doubts(cell) else "fit")


def share_shade(skills: int, of: int) -> str:
    """The class of a count of skills: by the share of all that it is."""
    if not skills:
        return "fit"
    quarters = -(-4 * skills // max(of, 1))
    return f"gap-{min(max(quarters, 1), 4)}"
