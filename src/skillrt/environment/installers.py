"""uv and npm: where they are, how they are run, and what it means when they fail."""

import os
import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, MachineError, SkillrtError
from skillrt.process import Completed, run

RESOLVE_SECONDS: Final = 600.0
INSTALL_SECONDS: Final = 3600.0
_MAX_COMPLAINT: Final = 600
_NPM_MARK: Final = re.compile(r"npm error(?: [1-5]\d\d(?= |$))? ?")
"""Before each line of one complaint of npm, with the status of the registry's answer."""


@dataclass(frozen=True, slots=True)
class Installers:
    """`uv` and `npm` by path (npm '' where there is none), and the variables and open files that they are given."""

    uv: str
    npm: str
    node: str
    variables: Mapping[str, str]
    offline: bool = False
    allow_build: bool = False
    inherit: tuple[int, ...] = ()

    def run_uv(self, arguments: Sequence[str], folder: Path, seconds: float = RESOLVE_SECONDS) -> Completed:
        """Run uv in `folder`; any exit status. Raises MachineError."""
        always = ["--color", "never", "--no-progress", *(["--offline"] if self.offline else [])]
        return run(
            [self.uv, *arguments, *always],
            folder=folder,
            timeout=seconds,
            variables=self.variables,
            inherit=self.inherit,
        )

    def run_npm(self, arguments: Sequence[str], folder: Path, seconds: float = RESOLVE_SECONDS) -> Completed:
        """Run npm in `folder`, which holds a package.json; any exit status. Raises MachineError.

        npm is a program for node: the folder of that very node goes before the search path.
        """
        always = ["--no-audit", "--no-fund", "--no-update-notifier", "--no-progress", "--color=false"]
        always += [] if self.allow_build else ["--ignore-scripts"]
        always += ["--offline"] if self.offline else []
        before = str(Path(self.node).parent) if self.node else ""
        path = os.pathsep.join(item for item in (before, self.variables.get("PATH", "")) if item)
        variables = {**self.variables, "PATH": path}
        return run(
            [self.npm, *arguments, *always], folder=folder, timeout=seconds, variables=variables, inherit=self.inherit
        )


def find_installers(variables: Mapping[str, str], *, offline: bool = False, allow_build: bool = False) -> Installers:
    """The uv that came with SkillRT, else one on the search path; npm and node of the machine.

    Raises MachineError where there is no uv.
    """
    path = variables.get("PATH") or None
    return Installers(
        uv=_uv(path),
        npm=shutil.which("npm", path=path) or "",
        node=shutil.which("node", path=path) or "",
        variables=variables,
        offline=offline,
        allow_build=allow_build,
    )


def failure(done: Completed, what: str) -> SkillrtError:
    """What a uv or npm that failed means: the first family of known complaints that its words belong to."""
    said = (done.err + b"\n" + done.out).decode("utf-8", "replace")
    low = said.lower()
    shown = _shown(said)
    for row in _complaints():
        if any(word in low for word in row.words):
            error = MachineError if row.machine else SkillrtError
            return error(_diagnostic(row.code, f"{what}: {shown}"))
    return MachineError(Diagnostic.of("bind.install-failed", f"{what}: {shown}"))


def _diagnostic(code: str, message: str) -> Diagnostic:
    """The codes of data/complaints.toml stand here as whole strings, so that a search finds them."""
    known = {
        "disk-full": "bind.disk-full",
        "offline": "bind.offline",
        "lock-mismatch": "bind.lock-mismatch",
        "needs-build": "bind.needs-build",
        "unresolvable": "bind.unresolvable",
        "unreachable": "bind.unreachable",
    }
    return Diagnostic.of(known[code], message)


def _shown(said: str) -> str:
    """The complaint in one line, without what npm says about its own log."""
    lines = [line.strip() for line in said.splitlines()]
    kept = [
        _NPM_MARK.sub("", line)
        for line in lines
        if line and not line.startswith(("npm warn", "npm notice", "npm error A complete"))
    ]
    return " ".join(" ".join(kept).split())[:_MAX_COMPLAINT] or "no reason was given"


class _Complaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    words: tuple[str, ...]
    machine: bool = False


@cache
def _complaints() -> tuple[_Complaint, ...]:
    source = resources.files("skillrt.environment") / "data" / "complaints.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return msgspec.convert(table["complaints"], tuple[_Complaint, ...])


def bundled_uv_folder() -> str:
    """The folder of the uv that came with SkillRT; '' where it did not."""
    try:
        from uv import find_uv_bin  # loaded where it is needed: start-up

        return str(Path(find_uv_bin()).parent)
    except (ImportError, OSError):
        return ""


def _uv(path: str | None) -> str:
    folder = bundled_uv_folder()
    found = (shutil.which("uv", path=folder) if folder else None) or shutil.which("uv", path=path)
    if not found:
        message = "uv, which resolves and installs Python packages, is not there, though SkillRT depends on it"
        raise MachineError(Diagnostic.of("bind.no-uv", message))
    return found
