"""What a compilation did, as a table and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from skillrt.errors import Diagnostic
from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown
from skillrt.report.portable import to_json, well_formed


class Pair(Protocol):
    """Tokens before and after."""

    @property
    def before(self) -> int:
        """Of the source."""
        ...

    @property
    def after(self) -> int:
        """Of the variant."""
        ...


class Tokens(Protocol):
    """The token figures of a variant."""

    @property
    def listed(self) -> Pair:
        """Name and description."""
        ...

    @property
    def activation(self) -> Pair:
        """The body of SKILL.md."""
        ...

    @property
    def read(self) -> Pair:
        """The body and every document that it leads to."""
        ...


class VariantRow(Protocol):
    """One skill for one target, and what became of it."""

    @property
    def skill(self) -> str:
        """The skill's path as shown."""
        ...

    @property
    def target(self) -> str:
        """MODEL@HARNESS."""
        ...

    @property
    def state(self) -> str:
        """`written`, `up-to-date`, `stale`, `missing`, `edited by hand`, `failed`."""
        ...

    @property
    def path(self) -> str:
        """The variant's folder."""
        ...

    @property
    def why(self) -> str:
        """What is wrong, in words."""
        ...

    @property
    def edits(self) -> int:
        """How many recorded edits the variant has."""
        ...

    @property
    def anchors(self) -> int:
        """How many places `install` will fill in."""
        ...

    @property
    def tokens(self) -> Tokens | None:
        """What it costs a model; None where nothing was compiled or counted."""
        ...

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the passes had to say, or the errors."""
        ...


def variants_text(rows: Sequence[VariantRow]) -> str:
    """A line a variant and a summary; ends with a line end.

    TOKENS is what SKILL.md costs when the skill is used, READ what it costs with every document that it leads to.
    """
    cells = [("SKILL", "TARGET", "STATE", "EDITS", "TOKENS", "READ", "")]
    cells += [
        (
            row.skill,
            row.target,
            row.state,
            _edits(row),
            _change(row.tokens.activation if row.tokens else None),
            _change(row.tokens.read if row.tokens else None),
            row.why or row.path,
        )
        for row in rows
    ]
    return lines_shown((*columns(cells, ""), *_summary(rows)))


def variants_json(rows: Sequence[VariantRow]) -> str:
    """One object with a list of variants."""
    listed = [
        {
            "skill": well_formed(row.skill),
            "target": row.target,
            "state": row.state,
            "path": well_formed(row.path),
            "why": well_formed(row.why),
            "edits": row.edits,
            "anchors": row.anchors,
            "tokens": _tokens(row.tokens),
            "diagnostics": [_diagnostic(item) for item in row.diagnostics],
        }
        for row in rows
    ]
    return to_json({"variants": listed})


def _edits(row: VariantRow) -> str:
    anchors = f" + {row.anchors} anchor{'' if row.anchors == 1 else 's'}" if row.anchors else ""
    return f"{row.edits}{anchors}" if row.edits or row.anchors else "-"


def _change(pair: Pair | None) -> str:
    if pair is None:
        return "-"
    return str(pair.after) if pair.before == pair.after else f"{pair.before} -> {pair.after}"


def _tokens(tokens: Tokens | None) -> dict[str, dict[str, int]] | None:
    if tokens is None:
        return None
    pairs = {"listed": tokens.listed, "activation": tokens.activation, "read": tokens.read}
    return {name: {"before": pair.before, "after": pair.after} for name, pair in pairs.items()}


def _summary(rows: Sequence[VariantRow]) -> Iterator[str]:
    if len(rows) > 1:
        counted = Counter(row.state for row in rows)
        yield f"{len(rows)} variants: " + ", ".join(f"{count} {state}" for state, count in sorted(counted.items()))


def _diagnostic(item: Diagnostic) -> dict[str, object]:
    place = item.place
    return {
        "code": item.code,
        "severity": item.severity.value,
        "message": well_formed(item.message),
        "file": well_formed(place.file) if place else "",
        "line": place.line if place else 0,
        "column": place.column if place else 0,
    }
