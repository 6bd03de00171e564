"""The launcher of a variant: the files that make its commands run in the bound environment."""

import re
from collections.abc import Iterator
from importlib import resources
from typing import Final

import msgspec

from skillrt.environment.needs import Needs
from skillrt.ir import DependencyKind

LAUNCHER: Final = "scripts/skillrt/run"
WINDOWS_LAUNCHER: Final = "scripts/skillrt/run.cmd"
MODULES: Final = "scripts/skillrt/modules.cjs"
PYTHON_PROGRAMS: Final = frozenset({"python", "python3"})
NODE_PROGRAMS: Final = frozenset({"node", "nodejs"})
_RANGE: Final = re.compile(r"[\d.,<>=!~* ]{1,200}")


class LauncherFile(msgspec.Struct, frozen=True):
    """One file to put into the variant: its path there, its text, whether it can be run."""

    path: str
    text: str
    executable: bool


def launcher_files(needs: Needs) -> tuple[LauncherFile, ...]:
    """The launcher for these needs, the same bytes each time; none where neither Python nor Node is needed."""
    wanted = {
        "NEEDS": needs.key,
        "PYTHON": _wanted(needs, "python", PYTHON_PROGRAMS),
        "NODE": _wanted(needs, "node", NODE_PROGRAMS),
        "VERSIONS": needs.python if _RANGE.fullmatch(needs.python) else "",
    }
    if wanted["PYTHON"] == wanted["NODE"] == "nothing":
        return ()
    return tuple(_files(wanted))


def _files(wanted: dict[str, str]) -> Iterator[LauncherFile]:
    if wanted["NODE"] == "packages":
        yield LauncherFile(MODULES, _template("modules.cjs"), executable=False)
    yield LauncherFile(LAUNCHER, _filled(_template("run.sh"), wanted), executable=True)
    # cmd.exe looks for labels by lines that end in both characters
    windows = _filled(_template("run.cmd"), wanted).replace("\n", "\r\n")
    yield LauncherFile(WINDOWS_LAUNCHER, windows, executable=False)


def _wanted(needs: Needs, kind: DependencyKind, programs: frozenset[str]) -> str:
    """What is needed of an interpreter: `packages`, which `bind` installs; the `interpreter` alone, which any machine
    may have; or `nothing`."""
    if needs.of(kind, required=True):
        return "packages"
    return "interpreter" if any(item.name in programs for item in needs.of("system")) else "nothing"


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"@(NEEDS|PYTHON|NODE|VERSIONS)@", lambda found: values[found.group(1)], template)


def _template(name: str) -> str:
    return (resources.files("skillrt.environment") / "launcher" / name).read_text(encoding="utf-8")
