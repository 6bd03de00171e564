"""Hosts: the machine that a variant is compiled for. `generic` is shipped data, so that builds agree everywhere."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a machine. Empty text: any. `programs` are found on PATH, sorted; POSIX basics included."""

    name: str
    date: str
    os: str = ""
    architecture: str = ""
    shells: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    package_managers: tuple[str, ...] = ()

    def has(self, program: str) -> bool:
        """Whether the program is known to be there."""
        return program in self.programs or program in self.shells


@cache
def generic_host() -> Host:
    """The host that is meant where none is named."""
    source = resources.files("skillrt.targets") / "hosts" / "generic.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Host)
