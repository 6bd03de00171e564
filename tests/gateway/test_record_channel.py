import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skillrt.gateway.record_channel import RecordChannel
from skillrt.store.traces import Retention, TraceReader
from tests.gateway.running import in_a_loop
from tests.gateway.sessions import answered, begun, ended, piece, policy

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")


def _account():
    session, _ = begun(policy(), b'{"model":"m","messages":[]}')
    for event in (answered(), piece(b"{}"), ended()):
        session.handle(event)
    return session.account()


def _count(path: Path) -> int:
    with TraceReader.open(path) as reader:
        return len(list(reader.exchanges()))


@in_a_loop
async def test_what_is_acknowledged_is_kept(tmp_path: Path):
    said: list[str] = []
    channel = await RecordChannel.open(tmp_path / "t" / "traces.db", Retention(), said.append)
    for _ in range(5):
        channel.hear(_account())
    assert await channel.flush()
    assert _count(tmp_path / "t" / "traces.db") == 5
    channel.hear(_account())
    await channel.close()
    assert _count(tmp_path / "t" / "traces.db") == 6
    assert (said, channel.dropped, channel.behind) == ([], 0, False)


@in_a_loop
async def test_the_recorder_runs_no_module_of_the_present_folder(tmp_path: Path):
    for name in ("msgspec", "sqlite3", "asyncio", "json"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n")
    with contextlib.chdir(tmp_path):
        channel = await RecordChannel.open(tmp_path / "t" / "traces.db", Retention(), print)
        channel.hear(_account())
        assert await channel.flush()
        await channel.close()
    assert not (tmp_path / "ran").exists()


@in_a_loop
async def test_a_recorder_that_dies_is_said_once_and_fails_nobody(tmp_path: Path):
    said: list[str] = []
    channel = await RecordChannel.open(tmp_path / "t" / "traces.db", Retention(), said.append)
    channel._process.kill()  # pyright: ignore[reportPrivateUsage]
    await channel._process.wait()  # pyright: ignore[reportPrivateUsage]
    for _ in range(20):
        channel.hear(_account())
        await asyncio.sleep(0.01)
    assert not await channel.flush()
    assert channel.dropped > 0
    assert len(said) == 1
    await channel.close()


GATEWAY = """
import asyncio, sys
from pathlib import Path
from skillrt.gateway.record_channel import RecordChannel
from skillrt.store.traces import Retention
from tests.gateway.test_record_channel import _account

async def main():
    channel = await RecordChannel.open(Path(sys.argv[1]), Retention(), print)
    for _ in range(30):
        channel.hear(_account())
    await channel._pipe.drain()
    print("sent", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


@in_a_loop
async def test_a_gateway_that_is_killed_loses_nothing_that_it_had_sent(tmp_path: Path):
    path = tmp_path / "t" / "traces.db"
    process = subprocess.Popen([sys.executable, "-c", GATEWAY, str(path)], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"sent\n"
        process.send_signal(signal.SIGKILL)
    async with asyncio.timeout(15):
        while not path.exists() or _count(path) < 30:
            await asyncio.sleep(0.1)


@in_a_loop
async def test_the_recorder_forgets_what_is_more_than_is_to_be_kept(tmp_path: Path):
    path = tmp_path / "t" / "traces.db"
    channel = await RecordChannel.open(path, Retention(size=1), print)
    channel.hear(_account())
    assert await channel.flush()
    await channel.close()
    assert _count(path) == 0
