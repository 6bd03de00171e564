"""Hosts: the machine that a variant is compiled for. `generic` is shipped data, so that builds agree everywhere."""

import hashlib
import json
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, InputError

_MAX_SIZE: Final = 1024 * 1024
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LIST_WIDTH: Final = 100


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a machine. Empty text: any; 0 processors: not known.

    `os` is `linux`, `macos` or `windows`; `distribution` and `release` are those of os-release (`debian`, `12`), on
    macOS and Windows the release alone. `libc` is `glibc 2.36` or `musl`. `programs` are found on PATH, sorted; POSIX
    basics included. `versions` are of some of them, `interpreters` every one that packages can be bound to, both as
    `git 2.39.5`.
    """

    name: str
    date: str
    os: str = ""
    distribution: str = ""
    release: str = ""
    architecture: str = ""
    libc: str = ""
    processors: int = 0
    shells: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    package_managers: tuple[str, ...] = ()

    def has(self, program: str) -> bool:
        """Whether the program is known to be there."""
        return program in self.programs or program in self.shells

    @property
    def identity(self) -> str:
        """sha256 in hexadecimal digits over what decides which builds of packages fit: system, processor, C library
        and distribution. Programs that come and go do not count."""
        parts = [self.os, self.distribution, self.architecture, self.libc.partition(" ")[0]]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


@cache
def generic_host() -> Host:
    """The host that is meant where none is named."""
    source = resources.files("skillrt.targets") / "hosts" / "generic.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Host)


def read_host(data: bytes, where: str) -> Host:
    """The host that a file describes, TOML or JSON. Lists are sorted, so that their order in the file does not count.

    Raises InputError where it is no such file, or calls itself `generic` and is not.
    """
    if len(data) > _MAX_SIZE:
        raise _bad(where, "it is larger than 1 MiB")
    try:
        text = data.decode("utf-8")
        plain = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        host = msgspec.convert(plain, Host)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise _bad(where, str(error) or type(error).__name__) from None
    if not _NAME.fullmatch(host.name):
        raise _bad(where, "its name is not made of letters, digits and `. _ + -`")
    if not _DATE.fullmatch(host.date):
        raise _bad(where, "its date is not of the form YYYY-MM-DD")
    lists = ("shells", "programs", "versions", "interpreters", "package_managers")
    host = msgspec.structs.replace(host, **{name: tuple(sorted(set(getattr(host, name)))) for name in lists})
    if host.name == "generic" and host != generic_host():
        raise _bad(where, "`generic` is the name of the shipped host; give yours another")
    return host


def host_toml(host: Host) -> str:
    """The text of a host file: TOML to be read and edited."""
    lines = [
        "# A machine to compile skills for: `skillrt compile --host FILE`. Empty text or 0: any, or not known.",
        "# Written by `skillrt host`; may be edited.",
    ]
    plain: dict[str, str | int | list[str]] = msgspec.to_builtins(host, builtin_types=())
    for name, value in plain.items():
        lines += [f"{name} = {_quoted(value)}"] if isinstance(value, str | int) else _list_lines(name, value)
    return "\n".join(lines) + "\n"


def _list_lines(name: str, values: list[str]) -> list[str]:
    whole = f"{name} = [{', '.join(map(_quoted, values))}]"
    if len(whole) <= _LIST_WIDTH:
        return [whole]
    lines, line = [f"{name} = ["], " "
    for value in map(_quoted, values):
        if len(line) + len(value) > _LIST_WIDTH:
            lines, line = [*lines, line], " "
        line += f" {value},"
    return [*lines, line, "]"]


def _quoted(value: object) -> str:
    # a JSON string in ASCII is a TOML basic string as well
    return json.dumps(value)


def _bad(where: str, why: str) -> InputError:
    return InputError(Diagnostic.of("target.bad-host", f"`{where}` describes no host: {why}"))
