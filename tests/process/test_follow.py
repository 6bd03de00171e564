import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.process.follow import Start, follow


def _start(code: str, folder: Path, stdin: bytes = b"") -> Start:
    return Start([sys.executable, "-c", code], folder, {"PATH": os.environ["PATH"], "A": "b"}, stdin)


def _follow(start: Start, timeout: float | None = 20):
    out: list[bytes] = []
    done = asyncio.run(follow(start, out.append, timeout=timeout))
    return done, b"".join(out)


def test_output_status_and_complaint(tmp_path):
    code = "import os, sys; print(os.getcwd(), os.environ['A']); sys.stderr.write('bad'); sys.exit(7)"
    done, out = _follow(_start(code, tmp_path))
    assert (done.status, done.err, done.timed_out) == (7, b"bad", False)
    assert out.decode().split() == [str(tmp_path), "b"]


def test_what_is_put_in_and_a_closed_standard_input(tmp_path):
    assert _follow(_start("print(input())", tmp_path, "käse\n".encode()))[1].decode() == "käse\n"
    assert _follow(_start("import sys; print(repr(sys.stdin.read()))", tmp_path))[1] == b"''\n"


def test_a_program_that_does_not_read_its_input(tmp_path):
    assert _follow(_start("pass", tmp_path, b"x" * 10_000_000))[0].status == 0


def test_much_output_comes_whole_and_complaints_are_cut(tmp_path):
    code = "import sys; sys.stdout.write('o' * 5_000_000); sys.stderr.write('e' * 1_000_000 + 'end')"
    done, out = _follow(_start(code, tmp_path))
    assert len(out) == 5_000_000
    assert done.err.endswith(b"end")
    assert len(done.err) == 64 * 1024


def test_out_of_time(tmp_path):
    began = time.monotonic()
    done, out = _follow(_start("print('yes', flush=True); import time; time.sleep(60)", tmp_path), timeout=0.7)
    assert done.timed_out
    assert done.status < 0
    assert out == b"yes\n"
    assert time.monotonic() - began < 10


def test_who_does_not_listen_is_killed_with_all_that_it_started(tmp_path):
    code = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", inner], start_new_session=True)
print(child.pid, flush=True)
time.sleep(60)
"""
    done, out = _follow(_start(code, tmp_path), timeout=1.5)
    assert done.timed_out
    if sys.platform.startswith("linux"):
        time.sleep(0.2)
        state = Path(f"/proc/{int(out)}/stat")
        assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_grandchild_that_holds_the_output_does_not_hold_us(tmp_path):
    code = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)']); print('x')"
    )
    began = time.monotonic()
    done, out = _follow(_start(code, tmp_path))
    assert (done.status, out) == (0, b"x\n")
    assert time.monotonic() - began < 10


def test_cancelled_nothing_is_left(tmp_path):
    async def cancelled() -> int:
        out: list[bytes] = []
        code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        work = asyncio.ensure_future(follow(_start(code, tmp_path), out.append))
        while not out:
            await asyncio.sleep(0.02)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        return int(b"".join(out))

    pid = asyncio.run(cancelled())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_reader_that_fails_ends_the_program(tmp_path):
    def take(data: bytes) -> None:
        raise ValueError(data)

    with pytest.raises(ValueError, match="x"):
        asyncio.run(follow(_start("print('x')", tmp_path), take))


def test_a_program_that_cannot_be_started(tmp_path):
    with pytest.raises(MachineError, match="cannot be started"):
        _follow(Start([str(tmp_path / "absent")], tmp_path, {}))
