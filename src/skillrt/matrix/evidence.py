"""What was recorded of skills on targets: episodes by outcome in the trace store, templates proven by replay."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from skillrt.errors import Diagnostic, MachineError
from skillrt.matrix.cell import Row, Seen
from skillrt.store.templates import Templates
from skillrt.store.traces import Episodes, TraceReader
from skillrt.targets import Target

# skill, harness, model
Key = tuple[str, str, str]


class _Template(msgspec.Struct):
    """What of a template matters here."""

    skill: str
    proofs: tuple[str, ...] = ()


class _Kept(msgspec.Struct):
    template: _Template
    state: str = "shadow"


class Recorded(msgspec.Struct, frozen=True):
    """Episodes by skill, harness and model; templates with their proofs by skill."""

    episodes: Mapping[Key, Seen] = {}
    templates: Mapping[str, tuple[int, int]] = {}


def recorded(traces: Path | None, data: Path | None) -> Recorded:
    """What the trace store and the folder of templates hold; nothing where they are not there, and none is made.

    Raises MachineError where they cannot be read.
    """
    episodes = _episodes(traces) if traces is not None and traces.is_file() else {}
    return Recorded(episodes, _templates(data) if data is not None else {})


def with_evidence(rows: Sequence[Row], targets: Sequence[Target], found: Recorded) -> tuple[Row, ...]:
    """The rows with what was recorded of their skills."""
    if not found.episodes and not found.templates:
        return tuple(rows)
    return tuple(_row(row, targets, found) for row in rows)


def _row(row: Row, targets: Sequence[Target], found: Recorded) -> Row:
    templates, proofs = found.templates.get(row.name, (0, 0))
    cells = [
        msgspec.structs.replace(
            cell,
            seen=msgspec.structs.replace(
                found.episodes.get((row.name, target.harness.name, target.model), Seen()),
                templates=templates,
                proofs=proofs,
            ),
        )
        for cell, target in zip(row.cells, targets, strict=True)
    ]
    return msgspec.structs.replace(row, cells=tuple(cells))


def _episodes(path: Path) -> dict[Key, Seen]:
    counts: dict[Key, dict[str, int]] = {}
    with TraceReader.open(path) as reader:
        for skill, harness, model, outcome, number in Episodes(reader.connection).outcomes():
            mine = counts.setdefault((skill, harness, model), {})
            mine[outcome] = mine.get(outcome, 0) + number
    return {
        key: Seen(found.get("right", 0), found.get("failed", 0), found.get("unknown", 0))
        for key, found in counts.items()
    }


def _templates(data: Path) -> dict[str, tuple[int, int]]:
    """Templates that were not found wrong, with the episodes that prove them, by skill."""
    store = Templates(data)
    found: dict[str, tuple[int, int]] = {}
    for name in store.ids():
        try:
            kept = msgspec.json.decode(store.read(name), type=_Kept)
        except (OSError, msgspec.MsgspecError) as error:
            message = f"the record of template `{name}` cannot be read: {error}"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        if kept.template.skill and kept.state != "demoted":
            templates, proofs = found.get(kept.template.skill, (0, 0))
            found[kept.template.skill] = templates + 1, proofs + len(kept.template.proofs)
    return found
