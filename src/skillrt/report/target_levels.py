"""What one target can do, primitive by primitive, and how sure that is: `skillrt targets MODEL@HARNESS`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from skillrt.primitives import catalogue
from skillrt.report.columns import columns
from skillrt.targets import Capabilities, Status, Target

MARKS: Final[Mapping[Status, str]] = {"held": "+", "doubtful": "?", "missing": "-", "unmeasured": "."}
ORIGINS: Final[Mapping[str, str]] = {
    "measured": "measured",
    "other-harness": "the same model in another harness",
    "family": "the nearest model of its family, all in doubt",
    "none": "nothing: no trial of this model or of one like it is known",
}


def target_data(target: Target) -> dict[str, Any]:
    """Everything as plain data for JSON. `certainty` is P(success rate >= `rate`) by the level's own trials."""
    found = target.capabilities
    known = [item.id for item in catalogue()]
    strange = sorted({item.primitive for item in found.measured} - set(known))
    return {
        **target_head(target),
        "primitives": [_primitive(name, found) for name in known],
        "unknown_primitives": strange,
    }


def target_head(target: Target) -> dict[str, Any]:
    """What of a target does not depend on a primitive."""
    found = target.capabilities
    return {
        "target": str(target),
        "model": target.model,
        "harness": target.harness.name,
        "host": target.host.name,
        "origin": _origin(found),
        "sources": list(found.sources),
        "cautious": found.cautious,
        "held_rate": found.bar.rate,
        "held_certainty": found.bar.certainty,
        "digest": found.digest,
    }


def _origin(found: Capabilities) -> str:
    """The nearest that trials of primitives are of; those of what is no primitive are not used."""
    tiers = {found.tier(item.id) for item in catalogue()}
    return next((tier for tier in ORIGINS if tier in tiers), "none")


def level_data(found: Capabilities, primitive: str, level: int) -> dict[str, Any]:
    """One cell: status, trials, certainty (None where the level itself was not tried), and whether a sequential test
    decides in place of the trials."""
    passes, trials = found.trials(primitive, level)
    sure = found.certainty(primitive, level)
    return {
        "status": found.status(primitive, level),
        "passes": passes,
        "trials": trials,
        "certainty": None if sure is None else round(sure, 4),
        "by": "test" if found.settled(primitive, level) else "trials",
    }


def target_text(data: Mapping[str, Any]) -> str:
    """The same as a table; ends with a newline."""
    return "\n".join(_lines(data)) + "\n"


def head_lines(data: Mapping[str, Any]) -> Iterator[str]:
    """Where the levels come from, and what makes a level held."""
    yield f"{data['target']} on the host `{data['host']}`"
    yield f"  levels from: {ORIGINS[data['origin']]}"
    yield from (f"    {words}" for words in data["sources"])
    yield f"  held: at least {data['held_certainty']:.0%} sure that {data['held_rate']:.0%} of the trials succeed"
    taken = "missing (cautious)" if data["cautious"] else "held"
    yield f"  what is doubtful or unmeasured counts as {taken}"


def trials_text(cell: Mapping[str, Any]) -> str:
    """`+ 3/3`: the mark of the status, passes and trials."""
    mark = MARKS[cell["status"]]
    return f"{mark} {cell['passes']:g}/{cell['trials']:g}" if cell["trials"] else mark


def _primitive(name: str, found: Capabilities) -> dict[str, Any]:
    aim = found.aim(name)
    return {
        "primitive": name,
        "aim": f"L{aim}",
        "held": f"L{_held(found, name)}",
        "doubt": bool(aim) and found.status(name, aim) != "held",
        "origin": found.tier(name),
        "levels": {f"L{level}": level_data(found, name, level) for level in (1, 2, 3)},
    }


def _held(found: Capabilities, name: str) -> int:
    return max((level for level in (1, 2, 3) if found.status(name, level) == "held"), default=0)


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield from head_lines(data)
    yield ""
    rows = [("PRIMITIVE", "TAKEN FOR", "L1", "L2", "L3", "TRIALS OF")]
    rows += [_row(row) for row in data["primitives"]]
    yield from columns(rows)
    yield ""
    yield f"  {_legend(MARKS.items())}; passed trials of all (half ones: weak evidence)"
    if data["unknown_primitives"]:
        yield f"  not primitives of this version, not used: {', '.join(data['unknown_primitives'])}"


def _row(row: Mapping[str, Any]) -> tuple[str, ...]:
    taken = f"{row['aim']}{' in doubt' if row['doubt'] else ''}"
    cells = (trials_text(row["levels"][level]) for level in ("L1", "L2", "L3"))
    of = {"measured": "the target", "other-harness": "another harness", "family": "its family", "none": "-"}
    return (row["primitive"], taken, *cells, of[row["origin"]])


def _legend(marks: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{mark} {status}" for status, mark in marks)
