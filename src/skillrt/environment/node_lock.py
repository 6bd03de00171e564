"""Needs of Node resolved by npm: its lock, as of a date, with hashes and without addresses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from skillrt.environment.installers import Installers, failure
from skillrt.environment.needs import Need
from skillrt.environment.package_rows import bad_node_lock
from skillrt.errors import Diagnostic, InputError, MachineError

_PROJECT = "bound"


def node_project(needs: Sequence[Need]) -> bytes:
    """The package.json that asks for these needs."""
    wanted = {need.name: need.version or "*" for need in sorted(needs)}
    plain = {"name": _PROJECT, "private": True, "dependencies": wanted}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def project_of_lock(lock: dict[str, Any]) -> bytes:
    """The package.json that a lock was made from; `npm ci` wants both."""
    root = cast("dict[str, Any]", lock["packages"][""])
    plain = {"name": _PROJECT, "private": True, "dependencies": root.get("dependencies", {})}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def resolve_node(needs: Sequence[Need], date: str, installers: Installers, folder: Path) -> dict[str, Any] | None:
    """npm's lock for these needs as plain data; None where there are none.

    `folder` is a scratch folder. `date`: only what was published before that day (UTC) counts. Raises SkillrtError.
    """
    if not needs:
        return None
    require_npm(installers)
    (folder / "package.json").write_bytes(node_project(needs))
    arguments = ["install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--lockfile-version=3"]
    done = installers.run_npm([*arguments, f"--before={date}T00:00:00Z"], folder)
    names = ", ".join(f"{need.name}@{need.version or '*'}" for need in sorted(needs))
    if done.status != 0:
        raise failure(done, f"the packages {names} of Node cannot be resolved as of {date}")
    lock = msgspec.json.decode((folder / "package-lock.json").read_bytes(), type=dict[str, Any])
    for row in cast("dict[str, dict[str, Any]]", lock.get("packages", {})).values():
        if str(row.get("resolved", "")).startswith(("http://", "https://")) and "integrity" in row:
            del row["resolved"]  # an older npm does not know the option
    problem = bad_node_lock(lock)
    if problem:
        message = f"npm's lock for {names} is not taken: {problem}"
        raise InputError(Diagnostic.of("bind.bad-requirement", message))
    return lock


def require_npm(installers: Installers) -> None:
    """Raises MachineError where npm is missing."""
    if not installers.npm:
        raise MachineError(Diagnostic.of("bind.no-npm", "there is no `npm` on the search path"))
