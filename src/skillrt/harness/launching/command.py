"""The command line and the variables with which a harness is started."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillrt.harness.launching.words import Words, filled, filled_all
from skillrt.targets import Harness

# Programs that heed a proxy send what is for this machine through it unless they are told not to.
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Mode:
    """`native`: the user's own configuration and login. `unattended`: it asks nobody for permission. `extra` are
    arguments of the user, put behind all others."""

    native: bool = False
    unattended: bool = False
    extra: tuple[str, ...] = ()


def command_line(harness: Harness, program: str, words: Words, mode: Mode) -> list[str]:
    """The program and its arguments. The prompt, where it is an argument, stands where the descriptor puts it.

    Options go before a prompt that stands last, since some programs take what follows it for more of it.
    """
    launch = harness.launch
    is_led = mode.native and bool(words.base_url)
    added = [
        *(filled_all(launch.unattended_arguments, words) if mode.unattended else ()),
        *(filled_all(launch.native.arguments, words) if is_led else ()),
        *(filled_all(launch.mcp.arguments, words) if words.server else ()),
        *mode.extra,
    ]
    base = list(launch.native.base_arguments if mode.native and launch.native.base_arguments else launch.arguments)
    at = len(base) - 1 if base and base[-1] == "{prompt}" else len(base)
    return [program, *filled_all(base[:at], words), *added, *filled_all(base[at:], words)]


def variables_for(harness: Harness, inherited: Mapping[str, str], words: Words, mode: Mode) -> dict[str, str]:
    """All variables of the harness: those of the user, with what leads it to the gateway, sorted by name."""
    launch = harness.launch
    if mode.native:
        found = {**inherited, **(_filled(launch.native.environment, words) if words.base_url else {})}
    else:
        found = {name: value for name, value in inherited.items() if name not in launch.without}
        found |= _filled(launch.environment, words)
        if launch.home:
            found[launch.home] = words.configuration
    if mode.unattended:
        found |= _filled(launch.unattended_environment, words)
    # some take it for the folder that they are in
    found["PWD"] = words.folder
    found.pop("OLDPWD", None)
    # both spellings are read, by different programs
    for name in ("NO_PROXY", "no_proxy"):
        found[name] = _with_loopback(found.get(name) or found.get("NO_PROXY", ""))
    return dict(sorted(found.items()))


def search_path(variables: Mapping[str, str]) -> str:
    """Where programs are looked for."""
    return variables.get("PATH", os.defpath)


def _filled(table: Mapping[str, str], words: Words) -> dict[str, str]:
    return {name: filled(value, words) for name, value in table.items()}


def _with_loopback(text: str) -> str:
    given = [item.strip() for item in text.split(",") if item.strip()]
    return ",".join([*given, *_missing(given)])


def _missing(given: Sequence[str]) -> list[str]:
    return [] if "*" in given else [host for host in LOOPBACK if host not in given]
