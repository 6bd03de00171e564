"""Install the pinned harnesses for `make test-harnesses` into a cache outside the checkout.

    python tools/harnesses/install.py [NAME...]

The cache is `$SKILLRT_HARNESS_CACHE`, else `~/.cache/skillrt-harnesses`. One folder a harness and lock; what is there
is not installed again. Prints a line for each: its folder of programs, or why it could not be installed.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
_LIMIT: Final = 420.0  # seconds for one harness; the largest takes 30 with a warm index, minutes with a cold one
_FILES: Final = ("package.json", "package-lock.json")
_READY: Final = "ready"


@dataclass(frozen=True)
class Installed:
    """A harness: the folder with its programs, or why there is none."""

    name: str
    programs: Path | None
    why_not: str = ""


@cache
def known() -> dict[str, Any]:
    """The table of harnesses."""
    table = tomllib.loads((HERE / "harnesses.toml").read_text(encoding="utf-8"))
    return {name: row for name, row in table.items() if isinstance(row, dict)}


def cache_folder() -> Path:
    """Where harnesses are kept."""
    given = os.environ.get("SKILLRT_HARNESS_CACHE", "")
    return Path(given).absolute() if given else Path.home() / ".cache" / "skillrt-harnesses"


def place(name: str) -> Path:
    """The folder of a harness: another lock is another folder."""
    digest = hashlib.sha256(b"".join((HERE / "locks" / name / file).read_bytes() for file in _FILES))
    return cache_folder() / f"{name}-{digest.hexdigest()[:12]}"


def install(name: str) -> Installed:
    """Install one harness where it is not there yet."""
    folder = place(name)
    if not (folder / _READY).is_file():
        why_not = _made(name, folder)
        if why_not:
            return Installed(name, None, why_not)
    return Installed(name, folder / "bin")


def _made(name: str, folder: Path) -> str:
    """Install into a folder beside `folder`, then rename; returns why that failed, else the empty text."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not on PATH"
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
    try:
        for file in _FILES:
            shutil.copy(HERE / "locks" / name / file, new / file)
        command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=new, capture_output=True, text=True, timeout=_LIMIT, check=False)
        if done.returncode != 0:
            return f"npm install ended with status {done.returncode}: {' '.join(done.stderr.split())[-300:]}"
        missing = _link(name, new)
        if missing:
            return missing
        (new / _READY).touch()
        if not folder.exists():
            new.rename(folder)
        elif not (folder / _READY).exists():
            shutil.rmtree(folder)
            new.rename(folder)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return ""


def _link(name: str, folder: Path) -> str:
    """Make `bin` with the programs; returns what is missing for this platform."""
    here = f"{sys.platform}-{platform.machine()}"
    (folder / "bin").mkdir()
    for program, places in known()[name]["programs"].items():
        target = places.get(here) or places.get("any")
        if target is None and program == "node":
            continue  # the machine's own may do
        if target is None or not (folder / "node_modules" / target).exists():
            return f"npm has brought no `{program}` for {here}"
        (folder / "bin" / program).symlink_to(Path("..", "node_modules", target))
    return ""


def main(names: Sequence[str]) -> int:
    """Install all or those named; status 1 where one could not be."""
    unknown = sorted(set(names) - known().keys())
    if unknown:
        print(f"no such harness: {', '.join(unknown)}; there are {', '.join(known())}", file=sys.stderr)
        return 2
    status = 0
    for name in names or known():
        found = install(name)
        print(f"{name}: {found.programs or 'NOT INSTALLED, ' + found.why_not}", flush=True)
        status = status if found.programs else 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
