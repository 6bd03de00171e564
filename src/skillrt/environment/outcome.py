"""What a binding came to, need by need, and whether the skill can be used."""

from collections.abc import Collection, Iterator
from typing import Final, Literal

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from skillrt.environment.bind import Binding
from skillrt.environment.chosen import name_of
from skillrt.environment.launch import PYTHON_PROGRAMS
from skillrt.environment.names import normal_python_name
from skillrt.environment.needs import Need, Needs
from skillrt.environment.prove import Proof

State = Literal["ok", "missing", "failed", "untried", "left out"]
_OPEN: Final = frozenset({"missing", "failed"})


class Row(msgspec.Struct, frozen=True):
    """One line of the table: a need (or a script of the skill), its state, what it became, and how that was proven or
    why not. `todo` is the command that would make it real, where one is known, else what to do."""

    kind: str
    name: str
    required: bool
    state: State
    became: str = ""
    proof: str = ""
    todo: str = ""


def rows_of(binding: Binding, needs: Needs, variables: Collection[str]) -> tuple[Row, ...]:
    """Every need in order, then the scripts that were tried. `variables` are the names of those that are set."""
    chosen = {name_of(need) for need in binding.chosen}
    known = {(need.kind, need.name) for need in needs.needs}
    rows = [
        _row(need, binding, variables)
        if name_of(need) in chosen
        else Row(need.kind, need.name, False, "left out", "", need.why)
        for need in needs.needs
    ]
    others = [item for item in binding.proofs if (item.kind, item.name) not in known]
    rows += [
        Row(item.kind, item.name, True, "ok" if item.ok else "failed", "", item.how if item.ok else _failed(item))
        for item in others
    ]
    return tuple(rows)


def is_bound(rows: Collection[Row]) -> bool:
    """Whether everything that is required is there and was not found broken."""
    return not any(row.required and row.state in _OPEN for row in rows)


def _row(need: Need, binding: Binding, variables: Collection[str]) -> Row:
    state, became, todo = _state(need, binding, variables)
    # whether a variable is set is a matter of this moment
    proofs = [
        item for item in binding.proofs if (item.kind, item.name) == (need.kind, need.name) and item.kind != "env"
    ]
    bad = next((item for item in proofs if not item.ok), None)
    if state in _OPEN:
        return Row(need.kind, need.name, need.required, state, became, "", todo)
    if bad is not None:
        return Row(need.kind, need.name, need.required, "failed", became, _failed(bad), todo)
    if proofs and state == "untried":
        state = "ok"
    return Row(need.kind, need.name, need.required, state, became, proofs[0].how if proofs else "", todo)


def _state(need: Need, binding: Binding, variables: Collection[str]) -> tuple[State, str, str]:
    if need.kind == "python":
        return "ok", _python(need, binding), ""
    if need.kind == "node":
        row = (binding.lock.node or {}).get("packages", {}).get(f"node_modules/{need.name}", {})
        return "ok", f"{need.name} {row.get('version', '')}".strip(), ""
    if need.kind == "system":
        found = next(row for row in binding.lock.programs if row.name == need.name)
        if found.found:
            # the environment's own interpreter was resolved for the range
            resolved = need.name in PYTHON_PROGRAMS and bool(binding.lock.python)
            if not resolved and not _is_in_range(found.version, need.version):
                return "failed", f"found {found.version}, needed {need.version}", ""
            return "ok", f"found {found.version}".strip(), ""
        todo = found.packages[0] if found.packages else f"put {need.name} on the search path"
        return "missing", "not on the search path", todo
    if need.kind == "env":
        there = need.name in variables
        return ("ok", "set", "") if there else ("missing", "not set", f"set {need.name}")
    if need.kind == "service":
        return "untried", "not tried: `--probe-services`", ""
    return "untried", "the harness has to offer it", ""


def _is_in_range(version: str, wanted: str) -> bool:
    """Whether a version is within a range; what cannot be compared is taken for fitting."""
    try:
        return not version or Version(version) in SpecifierSet(wanted, prereleases=True)
    except (InvalidVersion, InvalidSpecifier):
        return True


def _python(need: Need, binding: Binding) -> str:
    pairs = (row.partition(" ")[0].partition("==") for row in binding.lock.packages)
    wanted = normal_python_name(need.name)
    return next((f"{name} {version}" for name, _, version in pairs if normal_python_name(name) == wanted), "")


def _failed(proof: Proof) -> str:
    return f"{proof.how}: {proof.detail}" if proof.detail else proof.how


def todos(rows: Collection[Row]) -> Iterator[str]:
    """The commands that are left to the user, each once, for what is required first."""
    ordered = sorted((row for row in rows if row.todo and row.state == "missing"), key=lambda row: not row.required)
    yield from dict.fromkeys(row.todo for row in ordered)
