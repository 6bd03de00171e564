"""Parts for another operating system than the host's, where the same choice has a part for the host's."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from skillrt.ir import Module
from skillrt.passes.shaking.removal import Removal
from skillrt.passes.shaking.units import Unit
from skillrt.passes.shaking.words import Named, label_owners, named_by, phrase_pattern, shake_words

_HOST_NAMES: Final = {"darwin": "macos", "win32": "windows", "mac": "macos"}
_SHORT: Final = 400  # characters of a part that can be an instruction to install, not a program
_INSTALLS: Final = re.compile(r"\b(?:brew|apt|apt-get|apk|dnf|yum|choco|winget|scoop) install\b|\bpacman -S")


def system_of(host_os: str) -> str:
    """The system as `words.toml` calls it; empty where it is not known."""
    name = host_os.strip().lower()
    name = _HOST_NAMES.get(name, name)
    return name if name in shake_words().systems else ""


def is_about_systems(module: Module) -> bool:
    """Whether the skill's own subject is an operating system or several: then each part for one matters."""
    description = module.front_matter.get("description")
    text = f"{module.name.replace('-', ' ')}\n{description if isinstance(description, str) else ''}"
    names = frozenset(name for name, _ in _names())
    return bool(phrase_pattern(names | shake_words().context["about_systems"]).search(text))


def other_systems(path: str, group: Sequence[Unit], host: str) -> Iterator[Removal]:
    """The units of the group that are for other systems only, if one is for `host`."""
    owners = [label_owners(unit.label, _names(), shake_words().labels["system"]) for unit in group]
    if not any(host in names for names in owners) or not _is_about_setup(group):
        return
    for unit, names in zip(group, owners, strict=True):
        if names and host not in names:
            reason = f"it is for {' and '.join(sorted(names))}; the host runs {host}"
            yield Removal(path, unit.blocks, "other-system", reason, row=unit.row)


def _is_about_setup(group: Sequence[Unit]) -> bool:
    """Whether the parts say how to set up this machine: a program may be made for another one, or manage many."""
    setup = phrase_pattern(shake_words().context["setup"])
    if any(setup.search(f"{unit.context}\n{unit.label}") for unit in group):
        return True
    return all(len(unit.text) <= _SHORT for unit in group) and any(_INSTALLS.search(unit.text) for unit in group)


@cache
def _names() -> Named:
    return named_by(shake_words().systems)
