"""Run a program for long and take its output as it comes; when it is given up, nothing of it is left running."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, MachineError
from skillrt.process.family import signal_family
from skillrt.process.keeper import kept

_CHUNK: Final = 64 * 1024
_GRACE: Final = 3.0  # seconds from the request to end to the end
_LOOK: Final = 0.02  # seconds between two looks whether it has ended
_DRAIN: Final = 1.0  # seconds that a grandchild may hold the output open after the program has ended
_COMPLAINT: Final = 64 * 1024  # bytes of standard error that are kept: the last ones
_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class Followed:
    """How it ended: exit status (negative: the signal), the end of its standard error, whether time ran out."""

    status: int
    err: bytes
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A program to start: command without shell, folder, all its variables, and what it reads (empty: nothing)."""

    command: Sequence[str]
    folder: Path
    variables: Mapping[str, str]
    stdin: bytes = b""


async def follow(start: Start, take: Callable[[bytes], None], *, timeout: float | None = None) -> Followed:
    """Run it to its end; `take` gets its standard output piece by piece. `timeout` is in seconds.

    Cancelled, out of time, or where this process is killed: it and everything that it has started is asked to end,
    and killed after a while. Raises MachineError where it cannot be started.
    """
    process = await _started(start)
    tail = bytearray()
    work = asyncio.ensure_future(_all_of(process, start.stdin, take, tail))
    timed_out = False
    with kept(process.pid):
        try:
            await asyncio.wait_for(asyncio.shield(work), timeout)
        except TimeoutError:
            timed_out = True
        finally:
            await _end(process)
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await work
            _let_go(process)
    return Followed(process.returncode if process.returncode is not None else -_KILL, bytes(tail), timed_out)


async def _started(start: Start) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    try:
        return await asyncio.create_subprocess_exec(
            *start.command,
            cwd=start.folder,
            env=dict(start.variables),
            stdin=pipe if start.stdin else asyncio.subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            start_new_session=os.name == "posix",
        )
    except OSError as error:
        message = f"`{start.command[0]}` cannot be started: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error


async def _all_of(
    process: asyncio.subprocess.Process, stdin: bytes, take: Callable[[bytes], None], tail: bytearray
) -> None:
    def keep(data: bytes) -> None:
        tail.extend(data)
        del tail[:-_COMPLAINT]

    readers = [
        asyncio.ensure_future(_read(process.stdout, take)),
        asyncio.ensure_future(_read(process.stderr, keep)),
        asyncio.ensure_future(_write(process.stdin, stdin)),
    ]
    try:
        await _ended(process)
        await asyncio.wait(readers, timeout=_DRAIN)
    finally:
        for reader in readers:
            reader.cancel()
        results = await asyncio.gather(*readers, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _read(stream: asyncio.StreamReader | None, take: Callable[[bytes], None]) -> None:
    while stream is not None and (data := await stream.read(_CHUNK)):
        take(data)


async def _write(stream: asyncio.StreamWriter | None, data: bytes) -> None:
    if stream is None:
        return
    with contextlib.suppress(OSError):  # it does not want to read
        stream.write(data)
        await stream.drain()
        stream.close()
        await stream.wait_closed()


async def _end(process: asyncio.subprocess.Process) -> None:
    """End what is still running, also when this is cancelled again. What outlived the program goes too."""
    known = signal_family(process.pid, signal.SIGTERM)
    try:
        if process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(_ended(process), _GRACE)
    finally:
        signal_family(process.pid, _KILL, known)
    await _ended(process)


def _let_go(process: asyncio.subprocess.Process) -> None:
    """Close what is left of its pipes, which others may hold open, before the event loop ends."""
    transport: asyncio.SubprocessTransport | None = getattr(process, "_transport", None)
    if transport is not None:
        transport.close()


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for its end. Before Python 3.13 its own `wait` waits for whoever else holds its output open as well."""
    while process.returncode is None:
        await asyncio.sleep(_LOOK)
