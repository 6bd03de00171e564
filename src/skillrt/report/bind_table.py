"""What `skillrt bind` did: a table for each skill, and JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from skillrt.environment.bind import Binding
from skillrt.environment.outcome import Row, is_bound, todos
from skillrt.errors import Diagnostic
from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown
from skillrt.report.portable import to_json

_MAX_PROOF = 100


@dataclass(frozen=True, slots=True)
class BindReport:
    """One skill: what came of it, or the diagnostics that stopped it."""

    skill: str
    binding: Binding | None = None
    rows: tuple[Row, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether the skill can be used."""
        return self.binding is not None and self.binding.proven and is_bound(self.rows)


def bind_text(reports: Sequence[BindReport]) -> str:
    """The tables. Diagnostics are printed elsewhere."""
    return "\n".join(lines_shown(_lines(item)) for item in reports)


def bind_json(reports: Sequence[BindReport]) -> str:
    """One object with a list of skills."""
    return to_json({"skills": [_plain(item) for item in reports]})


def _lines(report: BindReport) -> Iterator[str]:
    binding = report.binding
    if binding is None:
        yield f"{report.skill}: not bound"
        return
    yield f"{report.skill}: {_verdict(report)}"
    if report.rows:
        yield from columns([("KIND", "NEED", "STATE", "BECAME", "PROVEN BY"), *map(_cells, report.rows)])
    for note in binding.notes:
        yield f"  note: {note}"
    left = list(todos(report.rows))
    if left:
        yield "  left to do:"
        yield from (f"    {command}" for command in left)
    python = f" with Python {binding.lock.python}" if binding.lock.python else ""
    yield f"  environment {binding.lock.key[:12]}{python}, packages as of {binding.lock.date}"


def _verdict(report: BindReport) -> str:
    binding = report.binding
    if not report.bound:
        return "not everything that it needs is there"
    if binding is None or binding.fresh:
        return "bound"
    return f"bound already, proven on {binding.proven_on}" if binding.proven_on else "bound already"


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    name = row.name if row.required else f"{row.name} (optional)"
    proof = row.proof if len(row.proof) <= _MAX_PROOF else f"{row.proof[: _MAX_PROOF - 1]}…"
    return row.kind, name, row.state, row.became or "-", " ".join(proof.split()) or "-"


def _plain(report: BindReport) -> dict[str, object]:
    binding = report.binding
    found: dict[str, object] = {"skill": report.skill, "bound": report.bound}
    if binding is not None:
        found |= {
            "fresh": binding.fresh,
            "proven_on": binding.proven_on,
            "lock": binding.lock.key,
            "needs": binding.lock.needs,
            "date": binding.lock.date,
            "python": binding.lock.python,
            "folder": str(binding.bound.folder),
            "rows": [msgspec.to_builtins(row) for row in report.rows],
            "todo": list(todos(report.rows)),
            "notes": list(binding.notes),
        }
    found["diagnostics"] = [{"code": item.code, "message": item.message} for item in report.diagnostics]
    return found
