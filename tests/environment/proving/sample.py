"""A variant with its launcher, and an environment with a real interpreter, laid out as `bind` lays it out."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from skillrt.config import Environment
from skillrt.environment.bound import Bound
from skillrt.environment.launch import launcher_files
from skillrt.environment.needs import Need, Needs
from skillrt.environment.proving.trial import Trials


def need(kind, name, *modules, required=True):
    """A need."""
    return Need(kind=kind, name=name, required=required, why="import", modules=modules)


def needs(*items: Need) -> Needs:
    """Needs in the order in which they are kept."""
    return Needs(needs=tuple(sorted(items)))


def variant(folder: Path, wanted: Needs, files: Mapping[str, str] | None = None) -> Path:
    """A variant's folder."""
    rows = {item.path: item.text for item in launcher_files(wanted)} | dict(files or {})
    for path, text in rows.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    folder.mkdir(exist_ok=True)
    return folder


def bound(folder: Path, modules: Mapping[str, str] | None = None, packages: Mapping[str, str] | None = None) -> Bound:
    """An environment: `modules` are Python's with their text, `packages` Node's with that of their index.js."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "python")], check=True)
    (site,) = (folder / "python").glob("lib/python*/site-packages")
    for name, text in (modules or {}).items():
        (site / f"{name}.py").write_text(text)
    for name, text in (packages or {}).items():
        package = folder / "node" / "node_modules" / name
        package.mkdir(parents=True)
        (package / "package.json").write_text(f'{{"name": "{name}", "version": "1.0.0", "main": "index.js"}}')
        (package / "index.js").write_text(text)
    programs = folder / "python" / "bin"
    return Bound(folder, programs / "python", None, (programs,), (("VIRTUAL_ENV", str(folder / "python")),))


def trials(tmp_path: Path, wanted: Needs, environment: Bound, files: Mapping[str, str] | None = None) -> Trials:
    """Trials with what this machine has on its search path."""
    import os

    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    found = Trials(variant(tmp_path / "skill", wanted, files), environment, scratch, 30.0)
    found.prepare(wanted, Environment(path=os.environ["PATH"]))
    return found
