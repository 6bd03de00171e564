"""A survey as tables on a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown
from skillrt.report.survey_data import figures

_MOST_ROWS: Final = 12
Row = Mapping[str, Any]


def survey_text(data: Row) -> str:
    """Everything; ends with a newline."""
    return lines_shown(_lines(data))


def percent(share: float | None) -> str:
    """`52 %`, a tenth where it is small; a dash where there is none."""
    if share is None:
        return "-"
    return f"{share:.0%}".replace("%", " %") if share >= 0.095 or not share else f"{share:.1%}".replace("%", " %")


def _lines(data: Row) -> Iterator[str]:
    unread = f", {data['unread']:,} of them could not be read" if data["unread"] else ""
    yield f"{data['skills']:,} skills{unread}"
    published = data["published"]
    yield from _table(
        "what they are",
        ("", "SKILLS", "SHARE", "PUBLISHED"),
        map(_shared, figures([*data["kinds"], *data["contents"]])),
        most=40,
    )
    yield f"  published: {published['source']} ({published['date']}, {published['skills']:,} skills)"
    yield from _table(
        "how large they are", ("", "MEDIAN", "P90", "P99", "MOST", "SUM"), map(_measured, data["measures"])
    )
    yield from _table(
        "what they need",
        ("", "SKILLS", "REQUIRED", "OPTIONAL", "UNDECLARED", "IN SKILLS"),
        map(_needed, data["needs"]),
    )
    yield from _table(
        "the primitives they ask for",
        ("", "SKILLS", "SHARE", "L1", "L2", "L3"),
        map(_asked, data["primitives"]),
        most=40,
    )
    yield from _counted("work that can go on at once", data["regions"])
    yield from _counted("what only some harness understands", data["uses"])
    yield from _counted("broken links and calls", data["broken"])
    yield from _counted("audit findings", data["audit"])
    yield from _counted("errors", data["errors"])


def _counted(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield from _table(title, ("", "SKILLS", "SHARE", "PLACES"), map(_row, figures(rows)))


def _table(
    title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], most: int = _MOST_ROWS
) -> Iterator[str]:
    shown = list(rows)
    if not shown:
        return
    yield ""
    yield title
    yield from columns([head, *shown[:most]])
    if len(shown) > most:
        yield f"  and {len(shown) - most} more"


def _shared(row: Row) -> tuple[str, ...]:
    return (row["words"], f"{row['skills']:,}", percent(row["share"]), percent(row["published"]))


def _row(row: Row) -> tuple[str, ...]:
    named = row["id"] if "." in row["id"] else row["words"]
    return (named, f"{row['skills']:,}", percent(row["share"]), f"{row['total']:,}")


def _measured(row: Row) -> tuple[str, ...]:
    return (row["words"], *(f"{row[name]:,}" for name in ("median", "p90", "p99", "most", "total")))


def _needed(row: Row) -> tuple[str, ...]:
    required, undeclared = row["required"], row["undeclared"]
    return (
        row["words"],
        f"{required['skills']:,}",
        f"{required['total']:,}",
        f"{row['optional']['total']:,}",
        f"{undeclared['total']:,}",
        f"{undeclared['skills']:,}",
    )


def _asked(row: Row) -> tuple[str, ...]:
    return (
        row["id"],
        f"{row['skills']:,}",
        percent(row["share"]),
        *(f"{row[level]:,}" for level in ("L1", "L2", "L3")),
    )
