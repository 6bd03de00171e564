"""Damage: what is no longer in an environment that was installed whole. Nothing of its packages is run."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from skillrt.environment.lock import Lock
from skillrt.environment.names import normal_python_name
from skillrt.errors import MachineError
from skillrt.process import run
from skillrt.store.environments import NODE_FOLDER, PYTHON_FOLDER

_WINDOWS = sys.platform == "win32"
_INFO: Final = ".dist-info"
_VERSION: Final = "import sys; print('%d.%d' % sys.version_info[:2])"


def damage_of(lock: Lock, folder: Path) -> str:
    """What is gone from the environment of `lock` in `folder`, in words; '' where nothing is.

    A look at names, not at contents: that each file of each package is there, and that the interpreters, which belong
    to the machine, are still those that the environment was made with. Proofs say whether it works.
    """
    return next(_damage(lock, folder), "")


def _damage(lock: Lock, folder: Path) -> Iterator[str]:
    if lock.python:
        yield from _python(lock, folder / PYTHON_FOLDER)
    if lock.node is not None:
        yield from _node(lock.node, folder / NODE_FOLDER)


def _python(lock: Lock, folder: Path) -> Iterator[str]:
    program = folder / ("Scripts/python.exe" if _WINDOWS else "bin/python")
    if not program.exists():
        yield "its Python is gone"
        return
    version = _version(program, folder)
    if version != lock.python:
        yield f"its Python {lock.python} is {version or 'broken'} now"
    places = sorted(folder.glob("Lib/site-packages" if _WINDOWS else "lib/python*/site-packages"))
    there = {_name_of(info): info for place in places for info in place.glob(f"*{_INFO}")}
    for row in lock.packages:
        name = row.partition("==")[0].partition("[")[0]
        info = there.get(normal_python_name(name))
        if info is None:
            yield f"the Python package {name} is gone"
        elif file := next(_gone(info), ""):
            yield f"the Python package {name} lacks {file}"


def _version(program: Path, folder: Path) -> str:
    """By two numbers; '' where it does not run. Without `site`, which runs what packages have in .pth files."""
    try:
        done = run([str(program), "-I", "-S", "-c", _VERSION], folder=folder, timeout=20.0)
    except MachineError:
        return ""
    return done.out.decode("ascii", "replace").strip()[:20] if done.status == 0 else ""


def _name_of(info: Path) -> str:
    return normal_python_name(info.name.removesuffix(_INFO).partition("-")[0])


def _gone(info: Path) -> Iterator[str]:
    """The files that were installed and are not there; what Python compiled comes and goes."""
    try:
        rows = csv.reader((info / "RECORD").read_text(encoding="utf-8", errors="surrogateescape").splitlines())
        names = sorted({row[0] for row in rows if row})
    except (OSError, csv.Error):
        yield "its record of files"
        return
    for name in names:
        if not name.endswith(".pyc") and not os.path.lexists(info.parent / name):
            yield f"`{name[:200]}`"


def _node(lock: dict[str, Any], folder: Path) -> Iterator[str]:
    if not _WINDOWS and not (folder / "bin" / "node").exists():
        yield "its Node is gone"
    for place, row in sorted(cast("dict[str, dict[str, Any]]", lock.get("packages", {})).items()):
        # what is optional may be for another system
        if place and not row.get("optional") and not (folder / place / "package.json").is_file():
            yield f"the package of Node {place.rpartition('node_modules/')[2]} is gone"
