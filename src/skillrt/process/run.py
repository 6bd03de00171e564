"""Run one program to its end and take what it writes."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skillrt.errors import Diagnostic, MachineError


@dataclass(frozen=True, slots=True)
class Completed:
    """A program that ended: its exit status (negative: the signal that ended it) and what it wrote."""

    status: int
    out: bytes
    err: bytes

    @property
    def complaint(self) -> str:
        """What it wrote to standard error, as one line for a message."""
        return " ".join(self.err.decode("utf-8", "replace").split())[:500]


def run(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    timeout: float = 60.0,
    variables: Mapping[str, str] | None = None,
    inherit: Sequence[int] = (),
    stdin: bytes = b"",
) -> Completed:
    """Run `command` (program and arguments; no shell) in `folder` with `stdin` on standard input.

    `variables` replace the environment; without them it is inherited. `timeout` is in seconds; what is still running
    then is ended together with the programs it started. `inherit` are open files that the program keeps open while it
    runs, also when this process is killed, so that a lock on one holds on (not on Windows). Raises MachineError where
    the program is missing, cannot be started or does not end in time. A status other than 0 is no error here.
    """
    name = command[0]
    try:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(variables) if variables is not None else None,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            pass_fds=tuple(inherit) if os.name == "posix" else (),
        )
    except FileNotFoundError as error:
        if folder is not None and not folder.is_dir():
            message = f"`{name}` cannot run in `{folder}`, which is no folder"
            raise MachineError(Diagnostic.of("machine.io", message)) from error
        message = f"the program `{name}` is not installed or not on the search path"
        raise MachineError(Diagnostic.of("machine.program-missing", message)) from error
    except OSError as error:
        message = f"`{name}` cannot be started: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error
    try:
        out, err = process.communicate(stdin or None, timeout=timeout)
    except BaseException as error:
        # also where it has ended and what it started holds its output open
        _end(process)
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        message = f"`{' '.join(command)}` did not end within {timeout:g} seconds and was stopped"
        raise MachineError(Diagnostic.of("machine.timeout", message)) from error
    return Completed(process.returncode, out, err)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and all that it started, and wait until it is gone."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    else:
        process.kill()
    # a grandchild may hold the pipes open; what it would still write is of no interest
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    process.wait()
