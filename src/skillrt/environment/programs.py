"""Programs: which package of a package manager has a program, and which programs a package has."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

_MANAGERS: Final = ("apt", "brew", "winget")


def packages_of(program: str) -> Mapping[str, str]:
    """Package manager (`apt`, `brew`, `winget`) -> its package that has `program`; empty where none is known."""
    return _packages().get(program, {})


def programs_of(manager: str, package: str) -> tuple[str, ...]:
    """The programs that a package of a package manager has, as far as the data knows them, sorted."""
    return _programs().get((manager, package), ())


@cache
def _packages() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("skillrt.environment") / "data" / "programs.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {
        program: {manager: package for manager, package in zip(_MANAGERS, packages, strict=True) if package}
        for program, *packages in rows
    }


@cache
def _programs() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for program, packages in sorted(_packages().items()):
        for pair in packages.items():
            found.setdefault(pair, []).append(program)
    return {pair: tuple(programs) for pair, programs in found.items()}
