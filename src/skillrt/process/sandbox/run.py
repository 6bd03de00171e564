"""Run programs in the sandbox: Landlock for files, seccomp for calls, namespaces where the kernel grants them.

Where it does not work, `open_sandbox` raises `Unavailable` with the reason; nothing is ever run without it.
"""

import json
import platform
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from skillrt.errors import Diagnostic, MachineError
from skillrt.process.run import run
from skillrt.process.sandbox.limits import Limits

_CHILD: Final = Path(__file__).with_name("child.py")
_REFUSED: Final = 125
# what programs need of the system to run at all
_SYSTEM: Final = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/proc", "/sys/devices/system/cpu",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime",
    "/etc/mime.types", "/etc/magic", "/etc/magic.mime", "/etc/fonts", "/etc/passwd", "/etc/group",
    "/etc/nsswitch.conf", "/etc/ssl/openssl.cnf", "/etc/ImageMagick-6", "/etc/ImageMagick-7", "/etc/papersize",
    "/etc/ghostscript",
)  # fmt: skip
_PLACES: Final = (
    "import sys, json; print(json.dumps([sys.executable, *sorted({sys.prefix, sys.base_prefix, *sys.path})]))"
)


class Unavailable(MachineError):
    """No sandbox here; the diagnostic says why."""


class Ran(msgspec.Struct, frozen=True):
    """A program that ended: its status (128 + signal where one ended it; None: it took too long), what it printed."""

    status: int | None
    out: str
    err: str


class Sandbox(msgspec.Struct, frozen=True):
    """Where programs run. `search` are the folders in which programs are looked for, `readable` what may be read."""

    search: tuple[str, ...]
    readable: tuple[str, ...]
    limits: Limits = Limits()

    def run(
        self,
        command: Sequence[str],
        workspace: Path,
        *,
        writable: Sequence[Path] = (),
        readable: Sequence[Path] = (),
    ) -> Ran:
        """Run `command` in `workspace`, the only folder that it may change, apart from those of `writable`. It may
        read those of `readable` too.

        Raises Unavailable where the kernel refuses, MachineError where nothing can be started.
        """
        with tempfile.TemporaryDirectory(prefix="skillrt-sandbox-") as name:
            place = Path(name).resolve()
            private = place / "tmp"
            private.mkdir()
            out, err, spec = place / "out", place / "err", place / "spec.json"
            out.touch()
            err.touch()
            folder = workspace.resolve()
            calls = _calls()
            environment = {
                "PATH": ":".join(self.search),
                "HOME": str(private),
                "TMPDIR": str(private),
                "LANG": "C.UTF-8",
                "TZ": "UTC",
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONHASHSEED": "0",
                "MPLBACKEND": "Agg",
            }
            spec.write_text(
                json.dumps(
                    {
                        "command": list(command),
                        "folder": str(folder),
                        "environment": environment,
                        "out": str(out),
                        "err": str(err),
                        "read": [*_SYSTEM, *self.readable, *(str(path.resolve()) for path in readable)],
                        "write": [str(folder), str(private), *(str(path.resolve()) for path in writable)],
                        "denied": calls["denied"],
                        "scoped": calls["scoped"],
                        "arch": calls["arch"],
                        "limits": msgspec.to_builtins(self.limits),
                    }
                ),
                encoding="utf-8",
            )
            status = self._ended([sys.executable, "-I", "-S", str(_CHILD), str(spec)])
            return Ran(status, _text(out), _text(err))

    def _ended(self, command: Sequence[str]) -> int | None:
        try:
            done = run(command, timeout=self.limits.seconds, variables={"LANG": "C.UTF-8"})
        except MachineError as error:
            if error.diagnostics[0].code == "machine.timeout":
                return None
            raise
        if done.status == _REFUSED and done.err.startswith(b"sandbox: "):
            raise Unavailable(Diagnostic.of("machine.no-sandbox", done.complaint))
        return done.status


def open_sandbox(python: str = "", limits: Limits | None = None) -> Sandbox:
    """A sandbox in which `python` and `python3` mean the interpreter `python` (default: the one on the search path).

    Tries once that it holds. Raises Unavailable with the reason where it does not.
    """
    if not sys.platform.startswith("linux") or platform.machine() not in _tables():
        here = f"{platform.system()} on {platform.machine()}"
        message = f"programs can be confined on Linux (x86-64, ARM64) only; this is {here}"
        raise Unavailable(Diagnostic.of("machine.no-sandbox", message))
    search, readable = _interpreter(python) if python else ((), ())
    sandbox = Sandbox((*search, "/usr/local/bin", "/usr/bin", "/bin"), readable, limits or Limits())
    with tempfile.TemporaryDirectory(prefix="skillrt-sandbox-") as name:
        tried = sandbox.run(["sh", "-c", "echo works"], Path(name))
    if tried.out.strip() != "works":
        raise Unavailable(Diagnostic.of("machine.no-sandbox", f"nothing runs in the sandbox: {tried.err[:200]}"))
    return sandbox


def _interpreter(python: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folder that holds the interpreter under its usual names, and what it reads."""
    done = run([python, "-I", "-c", _PLACES])
    if done.status != 0:
        message = f"`{python}` is no working Python: {done.complaint}"
        raise MachineError(Diagnostic.of("machine.program-missing", message))
    # a shim on the search path starts another interpreter: the real one is run from here on
    places: list[str] = [place for place in json.loads(done.out) if place.startswith("/")]
    folder = Path(places.pop(0)).parent
    return (str(folder),), tuple(dict.fromkeys([str(folder), *places]))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _calls() -> dict[str, Any]:
    return _tables()[platform.machine()]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = resources.files("skillrt.process.sandbox").joinpath("calls.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return {
        name: {"denied": table["denied"], "arch": table["arch"], "scoped": data["scoped"]}
        for name, table in data.items()
        if isinstance(table, dict)
    }
