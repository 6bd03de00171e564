"""Programs that a skill needs: what is here, and which package of this system brings the rest."""

import os
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from skillrt.environment.host_facts import program_version
from skillrt.environment.lock import ProgramRow
from skillrt.environment.needs import Need
from skillrt.errors import Diagnostic, MachineError
from skillrt.process import run

PackagesOf = Callable[[str], Mapping[str, str]]
"""Program -> package by the name of a source of packages (`apt`, `brew`, `winget`)."""
_INSTALL_SECONDS = 3600.0


class SystemInstaller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A package manager of a system: the `source` whose names of packages it knows, the `command` that the packages
    are appended to, and whether only an administrator may run it."""

    source: str
    command: tuple[str, ...]
    administrator: bool = False


def find_programs(
    needs: Sequence[Need], variables: Mapping[str, str], packages_of: PackagesOf, known: Mapping[str, str]
) -> tuple[ProgramRow, ...]:
    """Each need of the kind `system` on the search path of `variables`.

    `known` are versions that were found before; other programs are asked, where they are known to say it. Those that
    are missing come with the commands that would install them.
    """
    search = variables.get("PATH", "")
    managers = available_managers(search)
    rows: list[ProgramRow] = []
    for name in sorted({need.name for need in needs if need.kind == "system"}):
        if is_there(name, search):
            version = known[name] if name in known else program_version(name, variables)
            rows.append(ProgramRow(name, True, version))
        else:
            rows.append(ProgramRow(name, False, packages=tuple(_commands(name, managers, packages_of))))
    return tuple(rows)


def is_there(name: str, search: str) -> bool:
    """Whether a program of this plain name is on the search path; a path is no name."""
    return not any(sign in name for sign in "/\\\0") and shutil.which(name, path=search) is not None


def available_managers(search: str) -> tuple[SystemInstaller, ...]:
    """The package managers of systems that are on the search path."""
    return tuple(item for item in system_managers() if shutil.which(item.command[0], path=search))


def install_system(
    rows: Sequence[ProgramRow], search: str, packages_of: PackagesOf, say: Callable[[str], None]
) -> None:
    """Install the packages that bring the missing programs, with the first package manager that knows them.

    Raises MachineError where that takes an administrator and this is none (nobody is asked for a password), and where
    the package manager fails.
    """
    for manager in available_managers(search):
        packages = sorted({_package(row.name, manager, packages_of) for row in rows if not row.found} - {""})
        if not packages:
            continue
        shown = " ".join([*manager.command, *packages])
        if manager.administrator and getattr(os, "geteuid", lambda: 0)() != 0:
            message = f"`{shown}` takes an administrator"
            raise MachineError(Diagnostic.of("bind.not-root", message))
        say(shown)
        done = run([*manager.command, *packages], timeout=_INSTALL_SECONDS, folder=Path(os.sep))
        if done.status != 0:
            raise MachineError(Diagnostic.of("bind.install-failed", f"`{shown}`: {done.complaint}"))
        return


def _commands(name: str, managers: Sequence[SystemInstaller], packages_of: PackagesOf) -> list[str]:
    found = [(manager, _package(name, manager, packages_of)) for manager in managers]
    commands = [" ".join([*manager.command, package]) for manager, package in found if package]
    if commands or managers:
        return commands
    # a system whose package manager is not known: the names still help
    return [f"{source}: {package}" for source, package in sorted(packages_of(name).items())]


def _package(name: str, manager: SystemInstaller, packages_of: PackagesOf) -> str:
    package = packages_of(name).get(manager.source, "")
    return "" if package.startswith("-") else package


@cache
def system_managers() -> tuple[SystemInstaller, ...]:
    """Every one that is known, the one to prefer first."""
    source = resources.files("skillrt.environment") / "data" / "system_managers.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return msgspec.convert(table["managers"], tuple[SystemInstaller, ...])
