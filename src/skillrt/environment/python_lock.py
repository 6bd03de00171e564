"""Python needs resolved by uv: exact versions with hashes, for the interpreter that fits, as of a date."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from skillrt.environment.installers import Installers, failure
from skillrt.environment.needs import Need
from skillrt.environment.package_rows import is_python_range, requirement_of
from skillrt.errors import Diagnostic, InputError, MachineError

_ANY_PYTHON: Final = ">=3.9"
_PINNED: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH: Final = re.compile(r"--hash=\S+")


def find_python(wanted: str, installers: Installers, folder: Path, *, download: bool = False) -> Path:
    """The interpreter of this machine for the range `wanted` (PEP 440; '' any that is still kept up), never one of a
    virtual environment. With `download` uv may fetch one. Raises InputError where the range is none, MachineError
    where nothing fits."""
    if not is_python_range(wanted):
        raise InputError(Diagnostic.of("bind.bad-requirement", f"`{wanted[:80]}` is no range of versions of Python"))
    request = wanted.replace(" ", "") or _ANY_PYTHON
    arguments = ["python", "find", "--no-project", "--system", *_downloads(download), request]
    done = installers.run_uv(arguments, folder)
    if done.status != 0 and download and not installers.offline:
        installed = installers.run_uv(["python", "install", request], folder)
        if installed.status != 0:
            raise failure(installed, f"Python {request} cannot be installed")
        done = installers.run_uv(arguments, folder)
    found = done.out.decode("utf-8", "surrogateescape").strip()
    if done.status != 0 or not found:
        raise MachineError(Diagnostic.of("bind.no-python", f"no Python of the range `{request}` is on this machine"))
    return Path(found)


def resolve_python(
    needs: Sequence[Need], python: Path, date: str, installers: Installers, folder: Path
) -> tuple[str, ...]:
    """The pinned rows for these needs, sorted by name, as `name==version --hash=sha256:...`.

    `folder` is a scratch folder. `date`: only what was published before that day (UTC) counts. Raises SkillrtError.
    """
    if not needs:
        return ()
    lines = sorted(requirement_of(need) for need in needs)
    (folder / "requirements.in").write_text("\n".join(lines) + "\n", encoding="utf-8")
    arguments = [
        *("pip", "compile", "requirements.in", "--python", str(python), "--no-python-downloads"),
        *("--generate-hashes", "--exclude-newer", f"{date}T00:00:00Z", "--no-sources", "--upgrade"),
        *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
        *([] if installers.allow_build else ["--only-binary", ":all:"]),
    ]
    done = installers.run_uv(arguments, folder)
    if done.status != 0:
        raise failure(done, f"the Python packages {', '.join(lines)} cannot be resolved as of {date}")
    return tuple(_rows(done.out.decode("utf-8", "replace")))


def _rows(text: str) -> list[str]:
    rows: list[str] = []
    for entry in text.replace("\\\n", " ").splitlines():
        found = _PINNED.match(entry.strip())
        if found:
            rows.append(" ".join([f"{found.group(1)}=={found.group(2)}", *sorted(set(_HASH.findall(entry)))]))
    return sorted(rows)


def python_version(python: Path, installers: Installers, folder: Path) -> str:
    """The version of an interpreter by two numbers, as `3.11`. Raises MachineError where it does not say it."""
    from skillrt.process import run  # the interpreter itself is asked

    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = run([str(python), "-I", "-c", code], folder=folder, timeout=20.0, variables=installers.variables)
    version = done.out.decode("ascii", "replace").strip()
    if done.status != 0 or not re.fullmatch(r"\d+\.\d+", version):
        raise MachineError(Diagnostic.of("bind.no-python", f"`{python.name}` does not run: {done.complaint}"))
    return version


def _downloads(allowed: bool) -> list[str]:
    return [] if allowed else ["--no-python-downloads"]
