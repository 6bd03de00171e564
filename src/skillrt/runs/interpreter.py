"""The Python that the programs of a run find as `python3`: templates run under the very same in the sandbox."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from skillrt.errors import Diagnostic, MachineError, UsageError
from skillrt.process.run import run

# the workspace is searched by the programs that will run, but may bring no `json.py` that runs here
_ASKED: Final = (
    "import sys; places = sys.path[:]; sys.path = [place for place in places if place]; import json; "
    "print(json.dumps([sys.executable, sys.version, places]))"
)
_SECONDS: Final = 20.0


class Interpreter(msgspec.Struct, frozen=True):
    """The program, and a digest of its version and of the packages that it finds, by name and version."""

    program: str
    digest: str


def interpreter_of(workspace: Path, variables: Mapping[str, str]) -> Interpreter | None:
    """What `python3` is for a program that is started in `workspace` with these variables; None where it is none."""
    found = shutil.which("python3", path=variables.get("PATH", os.defpath))
    if found is None:
        return None
    try:
        done = run([found, "-c", _ASKED], folder=workspace, variables=dict(variables), timeout=_SECONDS)
        program, version, places = msgspec.json.decode(done.out, type=tuple[str, str, list[str]])
    except (MachineError, msgspec.MsgspecError):
        return None
    digest = hashlib.sha256(f"{program}\n{version}\n".encode())
    for place in places:
        digest.update("".join(f"{name}\n" for name in _packages(place)).encode("utf-8", "surrogateescape"))
    return Interpreter(program, digest.hexdigest()[:16]) if program else None


def environment_of(harness: str, found: Interpreter | None) -> str:
    """What templates are observed under, besides skills and the tool: in runs and in served sessions alike."""
    return f"{harness} python {found.program} {found.digest}" if found else f"{harness} no python"


def first_on_path(python: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables with the folder of `python` first on the search path, so that it is what `python3` means.

    Raises UsageError where it is no program, or has no `python3` beside it.
    """
    path = variables.get("PATH", os.defpath)
    found = shutil.which(python, path=path)
    if found is None:
        raise UsageError(Diagnostic.of("usage.wrong-value", f"`--python {python}` is no program that can be run"))
    folder = str(Path(found).absolute().parent)
    if shutil.which("python3", path=folder) is None:
        message = f"`--python {python}`: there is no `python3` in its folder, by which programs could find it"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    return {**variables, "PATH": os.pathsep.join((folder, path))}


def _packages(place: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))
    except OSError:
        return []  # an archive, or not there
