"""A matrix on a terminal, and as CSV."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from skillrt.matrix.cell import Row
from skillrt.report.columns import columns
from skillrt.report.glyphs import visible
from skillrt.report.matrix_data import state, words
from skillrt.report.portable import well_formed
from skillrt.report.target_levels import ORIGINS
from skillrt.targets import Target

_COLUMNS: Final = (
    "skill", "where", "target", "state", "evidence", "closed", "supported", "narrowed", "left", "lost", "host_lacks",
    "to_bind", "from_user", "activation_before", "activation_after", "read_before", "read_after", "right", "failed",
    "error",
)  # fmt: skip
# What spreadsheets take for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_STATUSES: Final = ("closed", "supported", "narrowed", "left")


def matrix_text(data: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """The table, then the sums by target; ends with a newline."""
    return "\n".join(_lines(data, rows)) + "\n"


def matrix_csv(targets: Sequence[Target], rows: Sequence[Row]) -> str:
    """A line a cell. Texts that a spreadsheet would take for a formula begin with an apostrophe, and what a terminal
    would act on is written as an escape."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_plain(value) for value in line] for line in _cells(targets, rows))
    return text.getvalue()


def _lines(data: Mapping[str, Any], rows: Sequence[Row]) -> Iterator[str]:
    targets: Sequence[Mapping[str, Any]] = data["targets"]
    numbers = [str(at) for at in range(1, len(targets) + 1)]
    for number, target in zip(numbers, targets, strict=True):
        yield f"{number}  {target['target']} on `{target['host']}`; levels from: {ORIGINS[target['origin']]}"
    yield ""
    table = [("SKILL", *numbers)]
    table += [(row.name, *(_marked(words(cell), bool(cell.absent)) for cell in row.cells)) for row in rows]
    yield from columns(table, "")
    if any(cell.absent for row in rows for cell in row.cells):
        yield "*  needs a program that the host is not known to have"
    yield from _failures(rows)
    yield ""
    yield from columns([("", *numbers), *_sums(targets)], "")


def _failures(rows: Sequence[Row]) -> Iterator[str]:
    """Why there is no variant: a line a skill and reason, with the numbers of the targets where it is not all."""
    for row in rows:
        reasons: dict[str, list[str]] = {}
        for number, cell in enumerate(row.cells, 1):
            if cell.error:
                reasons.setdefault(cell.error, []).append(str(number))
        for why, numbers in reasons.items():
            where = "" if len(numbers) == len(row.cells) else f" on {', '.join(numbers)}"
            yield visible(f"no variant of {row.name}{where}: {' '.join(why.split())}")


def _marked(text: str, absent: bool) -> str:
    return f"{text} *" if absent else text


def _sums(targets: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    named = {
        "skills that fit": "fits",
        "all gaps closed": "closed",
        "something lost": "lossy",
        "gaps left": "left",
        "no variant": "fails",
        "need a program": "programs_absent",
    }
    for title, key in named.items():
        yield (title, *(f"{target['sums'][key]:,}" for target in targets))
    yield ("tokens at activation", *(_tokens(target["sums"]) for target in targets))
    yield ("evidence", *(_evidence(target["sums"]["evidence"]) for target in targets))


def _tokens(sums: Mapping[str, Any]) -> str:
    before, after = sums["tokens_before"], sums["tokens_after"]
    return f"{after:,} ({(after - before) / before:+.1%})" if before else "-"


def _evidence(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number) or "-"


def _cells(targets: Sequence[Target], rows: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        for target, cell in zip(targets, row.cells, strict=True):
            tokens = cell.tokens
            pairs = (tokens.activation, tokens.read) if tokens else ()
            figures = [number for pair in pairs for number in (pair.before, pair.after)] or [""] * 4
            named = {
                who: " ".join(item.name for item in cell.lacks if item.who == who) for who in ("host", "bind", "user")
            }
            statuses = [sum(gap.status == status for gap in cell.gaps) for status in _STATUSES]
            yield (
                row.name, row.where, str(target), state(cell), cell.evidence, *statuses, len(cell.losses),
                *named.values(), *figures, cell.seen.right, cell.seen.failed, cell.error,
            )  # fmt: skip


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = visible(well_formed(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
