"""Skills -> rows: each compiled for every target, in memory; nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from skillrt.compiler.batch import Batch, Outcome
from skillrt.compiler.compile_skill import Compiled
from skillrt.environment.needs import ENVIRONMENT_FILE, Need, Needs
from skillrt.errors import Diagnostic, Severity
from skillrt.frontend import SkillSource
from skillrt.matrix.cell import Cell, GapFound, Lack, Loss, Row
from skillrt.store import GapRecord
from skillrt.targets import Host, Target

_LOSSES: Final = "harness."
_PACKAGES: Final = ("python", "node")


@dataclass(frozen=True)
class MatrixWork:
    """What all skills of a matrix are compiled for. `work.row` is what a pool of processes needs."""

    batch: Batch

    def row(self, source: SkillSource) -> Row:
        """The row of a skill. Raises nothing that a bad skill can cause."""
        outcomes = self.batch.compile(source)
        name = next((item.compiled.variant.name for item in outcomes if item.compiled), source.folder)
        return Row(name, source.where, tuple(_cell(item) for item in outcomes))

    def lost(self, death: str) -> Row:
        """The row of a skill whose process died in the way that `death` says."""
        return Row("", "", tuple(_cell(item) for item in self.batch.lost(death)))


def _cell(outcome: Outcome) -> Cell:
    if outcome.compiled is None:
        return Cell(error="; ".join(dict.fromkeys(f"{item.message} [{item.code}]" for item in outcome.errors)))
    manifest = outcome.compiled.variant.manifest
    return Cell(
        gaps=tuple(_gap(gap, outcome.target) for gap in manifest.gaps),
        losses=tuple(_losses(outcome.compiled.diagnostics)),
        lacks=tuple(_lacks(_needs(outcome.compiled), outcome.target.host)),
        tokens=manifest.tokens,
        edits=len(manifest.edits),
        profiled=outcome.target.capabilities.origin != "none",
    )


def _gap(gap: GapRecord, target: Target) -> GapFound:
    found = target.capabilities
    status = found.status(gap.primitive, int(gap.required[1:]))
    tier = found.tier(gap.primitive)
    doubt = {"unmeasured": "not measured", "doubtful": "trials decide neither way"}.get(status, "")
    if tier == "family":
        doubt = "trials of another model"
    return GapFound(gap.primitive, gap.required, gap.aim, gap.left, gap.status, gap.rules, gap.why, doubt)


def _losses(diagnostics: Sequence[Diagnostic]) -> Iterator[Loss]:
    """What `retarget` could not map: each said once."""
    seen: set[tuple[str, str]] = set()
    for item in diagnostics:
        said = (item.code, item.message)
        if item.code.startswith(_LOSSES) and item.severity is not Severity.NOTE and said not in seen:
            seen.add(said)
            place = item.place
            yield Loss(item.code, item.message, f"{place.file}:{place.line}" if place else "")


def _needs(compiled: Compiled) -> Sequence[Need]:
    file = compiled.variant.file(ENVIRONMENT_FILE)
    if file is None or file.data is None:
        return ()
    return msgspec.json.decode(file.data, type=Needs).needs


def _lacks(needs: Sequence[Need], host: Host) -> Iterator[Lack]:
    for need in needs:
        if not need.required or (need.kind == "system" and host.has(need.name)):
            continue
        who = "host" if need.kind == "system" else "bind" if need.kind in _PACKAGES else "user"
        yield Lack(need.kind, need.name, who, need.why)
