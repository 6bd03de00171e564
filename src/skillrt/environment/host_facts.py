"""What this machine is: system, processor, interpreters, programs, package managers. Runs nothing through a shell."""

import os
import platform
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec

from skillrt.environment.installers import Installers
from skillrt.errors import MachineError
from skillrt.process import run
from skillrt.targets import Host, generic_host

_ASK_SECONDS: Final = 5.0
_UV_SECONDS: Final = 20.0
_WORKERS: Final = 4
_SYSTEMS: Final = {"linux": "linux", "darwin": "macos", "win32": "windows"}
_PROCESSORS: Final = {"amd64": "x86_64", "aarch64": "arm64"}
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_WORD: Final = re.compile(r"[^A-Za-z0-9.]+")


class _Sought(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shells: tuple[str, ...]
    package_managers: tuple[str, ...]
    programs: tuple[str, ...]
    versions: dict[str, tuple[str, ...]]


def this_host(variables: Mapping[str, str], installers: Installers | None = None, date: str = "") -> Host:
    """The machine that this runs on, without names of users or machines. `variables` are given to programs that are
    asked for their version; `date` is when, '' for a host that is not kept. Takes a second or two."""
    sought = _sought()
    path = variables.get("PATH") or None
    wanted = {*generic_host().programs, *sought.programs}
    bare = system_facts(date)
    versions = _versions(sought.versions, variables)
    pythons = _pythons(installers) if installers else ()
    nodes = [item for item in versions if item.startswith("node ")]
    return msgspec.structs.replace(
        bare,
        shells=_present(sought.shells, path),
        programs=_present(wanted, path),
        versions=tuple(versions),
        interpreters=tuple(sorted({*pythons, *nodes})),
        package_managers=_present(sought.package_managers, path),
    )


@cache
def system_facts(date: str = "") -> Host:
    """The part of the facts that costs nothing: system, processor, C library."""
    system = _SYSTEMS.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    architecture = _PROCESSORS.get(machine, machine)
    distribution, release = _release(system)
    name = "-".join(part for part in (distribution or system, release, architecture) if part)
    return Host(
        name=_WORD.sub("-", name).strip("-")[:64] or "unknown",
        date=date,
        os=system,
        distribution=distribution,
        release=release,
        architecture=architecture,
        libc=_libc(system),
        processors=os.cpu_count() or 0,
    )


def _release(system: str) -> tuple[str, str]:
    if system == "macos":
        return "", platform.mac_ver()[0]
    if system != "linux":
        return "", platform.release()
    try:
        known = platform.freedesktop_os_release()
    except OSError:
        return "", ""
    return known.get("ID", ""), known.get("VERSION_ID", "")


def _libc(system: str) -> str:
    if system != "linux":
        return ""
    name, version = platform.libc_ver()
    if name:
        return f"{name} {version}".strip()
    return "musl" if any(Path("/lib").glob("ld-musl-*")) else ""


def _present(names: Iterable[str], path: str | None) -> tuple[str, ...]:
    return tuple(sorted(name for name in set(names) if shutil.which(name, path=path)))


def program_version(name: str, variables: Mapping[str, str]) -> str:
    """The version of a program that is known to say it without any other effect; '' for others, or where it fails."""
    arguments = _sought().versions.get(name)
    full = shutil.which(name, path=variables.get("PATH") or None)
    if arguments is None or full is None:
        return ""
    try:
        done = run([full, *arguments], timeout=_ASK_SECONDS, variables=variables)
    except MachineError:
        return ""
    found = _VERSION.search((done.out + done.err).decode("utf-8", "replace"))
    return found.group() if done.status == 0 and found else ""


def _versions(names: Iterable[str], variables: Mapping[str, str]) -> list[str]:
    ordered = sorted(names)
    with ThreadPoolExecutor(_WORKERS) as pool:
        found = pool.map(program_version, ordered, [variables] * len(ordered))
        return [f"{name} {version}" for name, version in zip(ordered, found, strict=True) if version]


class _Python(msgspec.Struct, frozen=True):
    version: str
    implementation: str = ""


def _pythons(installers: Installers) -> tuple[str, ...]:
    """Every Python that uv would bind to, each version once."""
    arguments = [
        "python",
        "list",
        "--only-installed",
        "--no-python-downloads",
        "--output-format",
        "json",
        "--no-config",
    ]
    try:
        done = installers.run_uv(arguments, Path(os.sep), _UV_SECONDS)
        rows = msgspec.json.decode(done.out, type=tuple[_Python, ...])
    except (MachineError, msgspec.DecodeError):
        return ()
    names = {"cpython": "python"}
    return tuple(f"{names.get(item.implementation, item.implementation)} {item.version}" for item in rows)


@cache
def _sought() -> _Sought:
    source = resources.files("skillrt.environment") / "data" / "host_programs.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _Sought)
