"""The variables that programs are given.

Those that install packages get what says how to reach an index, and nothing else; the steps of a workflow and
harnesses, which the user has run as from a shell, get everything.
"""

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[str, ...]
    prefixes: tuple[str, ...]
    npm: tuple[str, ...]
    defaults: dict[str, str]


def variables_of_installers(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """What uv and npm may see of the environment of the process, or of `variables` in its place, sorted by name."""
    given = os.environ if variables is None else variables
    kept = _kept()
    names = frozenset(kept.names)
    npm = frozenset(f"NPM_CONFIG_{name.upper()}" for name in kept.npm)
    found = {
        name: value
        for name, value in given.items()
        if name.upper() in names or name.upper() in npm or name.upper().startswith(kept.prefixes)
    }
    missing = {name: value for name, value in kept.defaults.items() if name not in found}
    return dict(sorted({**found, **missing}.items()))


def variables_of_steps() -> dict[str, str]:
    """The environment of the process, as a shell would hand it on."""
    return dict(os.environ)


@cache
def _kept() -> _Kept:
    source = resources.files("skillrt.config") / "installers.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _Kept)
