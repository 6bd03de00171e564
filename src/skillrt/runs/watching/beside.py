"""Beside a gateway that serves: settle sessions that have ended, and learn from them while nothing is asked of it.
One process at a time, of low priority; it ends with the gateway."""

import asyncio
import os
import signal
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from skillrt.runs.watching.settling import LEARN

_NICE: Final = 15
_QUIET: Final = 1.0  # seconds without a request, after which the gateway has time
_AGAIN: Final = 0.25
_MOST: Final = 600.0  # seconds that a process may take before it is taken to hang
_TAUGHT: Final = 200  # lessons that wait


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What sessions are settled with. `python` is what programs are replayed under (empty: as found), `learns`
    whether new kinds of jobs teach."""

    data: Path
    python: str
    learns: bool
    say: Callable[[str], None]


class Settler:
    """`put` may be called in any thread, once `run` goes on or before."""

    def __init__(self, beside: Beside, waiting: Sequence[Path] = ()) -> None:
        self._beside = beside
        self._ended: deque[Path] = deque(waiting)
        self._lessons: deque[tuple[str, str]] = deque(maxlen=_TAUGHT)

    def put(self, folder: Path) -> None:
        """A session has ended; its folder."""
        self._ended.append(folder)

    async def run(self, is_idle: Callable[[], bool], flush: Callable[[], Awaitable[bool]]) -> None:
        """Settle and learn until it is cancelled; what is under way ends then. `flush` sees to it that all requests
        are in the trace store."""
        quiet = 0.0
        while True:
            if self._ended:
                folder = self._ended.popleft()
                await flush()
                await self._settle(folder)
                continue
            quiet = quiet + _AGAIN if is_idle() else 0.0
            if self._lessons and quiet >= _QUIET:
                run, workspace = self._lessons.popleft()
                for line in await self._program("learn", run, workspace):
                    self._beside.say(line)
                continue
            await asyncio.sleep(_AGAIN)

    async def _settle(self, folder: Path) -> None:
        for line in await self._program("settle", str(folder)):
            if not line.startswith(LEARN):
                self._beside.say(line)
            elif self._beside.learns:
                run, _, workspace = line.removeprefix(LEARN).partition(" ")
                self._lessons.append((run, workspace))

    async def _program(self, part: str, *what: str) -> list[str]:
        """The lines that it printed."""
        beside = self._beside
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "skillrt.runs.watching.settling", part, str(beside.data), beside.python, *what),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the gateway, which ends it
        )
        with suppress(OSError, AttributeError):  # it may have ended; not every system has priorities
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
        try:
            async with asyncio.timeout(_MOST):
                out, _ = await process.communicate()
        except TimeoutError:
            return [f"a session took too long to {part}"]
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # what it replays too
                await process.wait()
        return out.decode("utf-8", "replace").splitlines()
