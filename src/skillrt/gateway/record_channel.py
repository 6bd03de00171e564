"""The gateway's end of the recorder that is a process of its own (record_process.py)."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from skillrt.gateway.account import Account
from skillrt.gateway.record_frames import account_frame, flush_frame
from skillrt.store.traces import Retention

# bytes that wait to be read by the recorder: from the first clients are slowed, from the second records are dropped
BEHIND: Final = 8 * 1024 * 1024
MOST_WAITING: Final = 64 * 1024 * 1024
_PIPE: Final = 1024 * 1024
_SET_PIPE_SIZE: Final = 1031  # F_SETPIPE_SZ of Linux
_END: Final = 30.0


class RecordChannel:
    """Sends accounts to the recorder. `hear` neither blocks nor fails; `dropped` counts what could not be sent."""

    def __init__(self, process: asyncio.subprocess.Process, say: Callable[[str], None]) -> None:
        assert process.stdin is not None
        self._process = process
        self._pipe = process.stdin
        self._say = say
        self.dropped = 0

    @classmethod
    async def open(cls, path: Path, retention: Retention, say: Callable[[str], None]) -> "RecordChannel":
        """Start a recorder that keeps what it is sent in the trace store at `path`."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # what lies in the present folder may be a skill's
            "-m",
            "skillrt.gateway.record_process",
            str(path),
            str(retention.days),
            str(retention.size),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        channel = cls(process, say)
        _widen(channel._pipe)
        return channel

    @property
    def behind(self) -> bool:
        """Whether the recorder takes longer than the requests do."""
        return self._pipe.transport.get_write_buffer_size() > BEHIND

    def hear(self, account: Account) -> None:
        """Send the account of a request that has ended."""
        if account.dialect is None or account.spoken is None:
            return
        if self._pipe.transport.is_closing():
            self._drop("the process that keeps traces has ended")
        elif self._pipe.transport.get_write_buffer_size() > MOST_WAITING:
            self._drop("traces come faster than they can be kept")
        else:
            self._pipe.write(account_frame(account))

    async def flush(self) -> bool:
        """Wait until all that was heard is committed. False where that did not come about."""
        assert self._process.stdout is not None
        try:
            self._pipe.write(flush_frame())
            await self._pipe.drain()
            async with asyncio.timeout(_END):
                return await self._process.stdout.readexactly(1) == b"\1"
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return False

    async def close(self) -> None:
        """Let the recorder commit what is left, and end."""
        self._pipe.close()
        try:
            async with asyncio.timeout(_END):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def _drop(self, why: str) -> None:
        if not self.dropped:
            self._say(f"{why}: not every request is recorded")
        self.dropped += 1


def _widen(pipe: asyncio.StreamWriter) -> None:
    """Let the pipe hold more than one request, where the system can."""
    if sys.platform != "linux":
        return
    import fcntl  # not on Windows

    handle = pipe.get_extra_info("pipe")
    try:
        fcntl.fcntl(handle.fileno(), _SET_PIPE_SIZE, _PIPE)
    except OSError:
        return
