"""What a skill asks for beside what a target holds: one row a primitive, as data and as a table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from skillrt.ir import Fact, Requirement
from skillrt.report.columns import columns
from skillrt.report.target_levels import head_lines, target_head
from skillrt.targets import Capabilities, Status, Target, Tier


class Row(msgspec.Struct, frozen=True):
    """A requirement of the whole skill. `held` is the level that the target is taken to hold, `certain` the highest
    one that it holds without doubt; status, trials and certainty are those of the `required` level."""

    primitive: str
    required: int
    held: int
    certain: int
    status: Status
    passes: float
    trials: float
    certainty: float | None
    origin: Tier
    at: str = ""
    why: str = ""

    @property
    def gap(self) -> int:
        """By how many levels the target falls short; 0 where it does not."""
        return max(0, self.required - self.held)

    @property
    def doubt(self) -> bool:
        """Whether the verdict, gap or none, rests on what is doubtful or unmeasured."""
        return self.status in {"doubtful", "unmeasured"}


def gap_rows(facts: Iterable[Fact], found: Capabilities) -> tuple[Row, ...]:
    """A row for each requirement of the skill as a whole: widest gaps first, then what is in doubt."""
    whole = (fact for fact in facts if isinstance(fact, Requirement) and not fact.purpose)
    rows = [_row(fact, found) for fact in whole]
    return tuple(sorted(rows, key=lambda row: (-row.gap, not row.doubt, row.primitive)))


def target_and_gaps(facts: Iterable[Fact], target: Target | None) -> dict[str, Any]:
    """`target` and `gaps` of the JSON object that `inspect` prints; without a target, null and an empty list."""
    if target is None:
        return {"target": None, "gaps": []}
    rows = gap_rows(facts, target.capabilities)
    head = target_head(target)
    listed = [_data(row) for row in rows]
    return {"target": {**head, "requirements": listed}, "gaps": [row for row in listed if row["gap"]]}


def gap_lines(data: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield from head_lines(data)
    rows: Sequence[dict[str, Any]] = data["requirements"]
    if not rows:
        yield "  the skill asks for nothing that is known"
        return
    table = [("PRIMITIVE", "ASKED", "HELD", "GAP", "DOUBT", "TRIALS")]
    table += [_cells(row) for row in rows]
    yield from columns(table)


def doubt_words(row: Row) -> str:
    """What is in doubt, in a word or two; empty where nothing is."""
    return _doubt(row.status, row.origin)


def trials_words(row: Row) -> str:
    """`2/3 at L3`, or that there were none."""
    return _trials(row.passes, row.trials, f"L{row.required}")


def _row(fact: Requirement, found: Capabilities) -> Row:
    level = int(fact.level[1:])
    passes, trials = found.trials(fact.primitive, level)
    certain = max((item for item in (1, 2, 3) if found.status(fact.primitive, item) == "held"), default=0)
    return Row(
        primitive=fact.primitive,
        required=level,
        held=found.aim(fact.primitive),
        certain=certain,
        status=found.status(fact.primitive, level),
        passes=passes,
        trials=trials,
        certainty=found.certainty(fact.primitive, level),
        origin=found.tier(fact.primitive),
        at=f"{fact.span.file}:{fact.span.line}",
        why=fact.reason,
    )


def _data(row: Row) -> dict[str, Any]:
    return {
        "primitive": row.primitive,
        "required": f"L{row.required}",
        "held": f"L{row.held}",
        "certain": f"L{row.certain}",
        "gap": row.gap,
        "status": row.status,
        "doubt": row.doubt,
        "passes": row.passes,
        "trials": row.trials,
        "certainty": None if row.certainty is None else round(row.certainty, 4),
        "origin": row.origin,
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    short = f"{row['gap']} level{'' if row['gap'] == 1 else 's'}" if row["gap"] else "-"
    doubt = _doubt(row["status"], row["origin"]) or "-"
    trials = _trials(row["passes"], row["trials"], row["required"])
    return (row["primitive"], row["required"], row["held"], short, doubt, trials)


def _doubt(status: Status, origin: Tier) -> str:
    if status == "unmeasured":
        return "not measured"
    if status == "doubtful":
        return "another model's trials" if origin == "family" else "trials decide neither way"
    return ""


def _trials(passes: float, trials: float, level: str) -> str:
    return f"{passes:g} of {trials:g} at {level}" if trials else f"none at {level}"
