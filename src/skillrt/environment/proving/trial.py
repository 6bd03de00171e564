"""Trials: one command, run as the skill's own commands are, and what it came to."""

import os
import shlex
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from skillrt.config import Environment
from skillrt.environment.bound import Bound
from skillrt.environment.launch import LAUNCHER
from skillrt.environment.needs import Needs
from skillrt.errors import MachineError
from skillrt.process import Completed, run

_STAND_IN: Final = "skillrt-proof"
_NOWHERE: Final = "http://127.0.0.1:9"
"""The discard port: what would fetch something fails at once."""


class Proof(msgspec.Struct, frozen=True):
    """One trial: the kind and name of the need (or `script` and its path), the command as people read it, whether it
    went well, what was said, and how long it took in seconds."""

    kind: str
    name: str
    how: str
    ok: bool
    detail: str = ""
    seconds: float = 0.0


class Result(msgspec.Struct, frozen=True):
    """What one command came to. `status` is None where it could not be started or did not end in time (`detail` says
    which)."""

    status: int | None
    out: str = ""
    detail: str = ""
    seconds: float = 0.0


class Trials:
    """Runs commands in the bound environment through the variant's own launcher, from a scratch folder."""

    def __init__(self, variant: Path, bound: Bound, scratch: Path, timeout: float) -> None:
        self.variant = variant
        self.bound = bound
        self.scratch = scratch
        self.timeout = timeout
        self.variables: dict[str, str] = {}
        self.path = ""

    def prepare(self, needs: Needs, known: Environment) -> None:
        """Clean variables: nothing of the user's but the search path. Those that the skill needs have a stand-in, so
        that a program which only looks for them starts; none has its value."""
        home, passing = self.scratch / "home", self.scratch / "passing"
        for folder in (home, passing):
            folder.mkdir(parents=True, exist_ok=True)
        self.path = ":".join([*map(str, self.bound.search), known.path])
        stand_ins = {need.name: _STAND_IN for need in needs.of("env", required=True)}
        self.variables = {
            **stand_ins,
            "PATH": known.path,
            "HOME": str(home),
            "TMPDIR": str(passing),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPYCACHEPREFIX": str(passing),
            **dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"), _NOWHERE),
            "SKILLRT_ENVIRONMENT": str(self.bound.folder),
        }
        if not self._launcher:
            self.variables |= {"PATH": self.path, **dict(self.bound.variables)}

    def run(self, words: Sequence[str], *, timeout: float = 0.0, extra: Mapping[str, str] | None = None) -> Result:
        """Run a command as the text of the skill does: `python ...`, `ffmpeg ...`."""
        command = ["sh", str(self.variant / LAUNCHER), *words] if self._launcher else self._direct(words)
        begun = time.monotonic()
        try:
            done = run(
                command,
                folder=self.scratch,
                timeout=min(timeout or self.timeout, self.timeout),
                variables={**self.variables, **(extra or {})},
            )
        except MachineError as error:
            return Result(None, detail=error.diagnostics[0].message, seconds=time.monotonic() - begun)
        return Result(done.status, _said(done), _complaint(done), time.monotonic() - begun)

    @property
    def _launcher(self) -> bool:
        # Windows has no shell that reads it
        return os.name == "posix" and (self.variant / LAUNCHER).is_file()

    def _direct(self, words: Sequence[str]) -> list[str]:
        """Where the variant has no launcher its needs have no packages; an interpreter may be bound all the same."""
        interpreters = {"python": self.bound.python, "python3": self.bound.python, "node": self.bound.node}
        bound = interpreters.get(words[0])
        return [str(bound) if bound else words[0], *words[1:]]


def shown(words: Sequence[str]) -> str:
    """A command as people read it."""
    return shlex.join(words)


def proof_of(kind: str, name: str, words: Sequence[str], result: Result) -> Proof:
    """The proof where the command has to end with the status 0."""
    ok = result.status == 0
    return Proof(kind, name, shown(words), ok, "" if ok else result.detail, round(result.seconds, 3))


def _said(done: Completed) -> str:
    return (done.out + b"\n" + done.err).decode("utf-8", "replace").strip()[:20_000]


def _complaint(done: Completed) -> str:
    """The line that says what went wrong: the last one, as interpreters write it."""
    if done.status == 0:
        return ""
    lines = [line.strip() for line in _said(done).splitlines() if line.strip()]
    end = f"ended by signal {-done.status}" if done.status < 0 else f"status {done.status}"
    return f"{lines[-1][:300]} ({end})" if lines else end
