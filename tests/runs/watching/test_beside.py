import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.runs.watching import beside
from skillrt.runs.watching.beside import Beside, Settler

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no session is watched there")
# stands for the program: says what it was given, with its priority; `hang` does not end
PROGRAM = """
import os, sys, time
if sys.argv[-1] == "hang":
    open(sys.argv[2] + "/began", "w").write(str(os.getpid()))
    time.sleep(60)
print(*sys.argv[1:], "nice", os.nice(0))
if sys.argv[1] == "settle":
    print("learn run-1 /some place/work")
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program that settles, in its place."""
    file = tmp_path / "program"
    file.write_text(f"#!/bin/sh\nshift 3\nexec {sys.executable} -c '{PROGRAM}' \"$@\"\n")
    file.chmod(0o755)
    monkeypatch.setattr(beside.sys, "executable", str(file))
    monkeypatch.setattr(beside, "_AGAIN", 0.01)
    monkeypatch.setattr(beside, "_QUIET", 0.03)
    return tmp_path


async def _run(settler: Settler, is_idle: Callable[[], bool], until: Callable[[], bool], flushed: list[int]) -> None:
    async def flush() -> bool:
        flushed.append(1)
        return True

    work = asyncio.ensure_future(settler.run(is_idle, flush))
    try:
        async with asyncio.timeout(20):
            while not until():
                await asyncio.sleep(0.01)
    finally:
        work.cancel()
        await asyncio.wait({work})


def test_what_has_ended_is_settled_and_learnt_from_when_nothing_is_asked(program: Path):
    said: list[str] = []
    flushed: list[int] = []
    settler = Settler(Beside(data=program, python="py", learns=True, say=said.append), [Path("/left")])
    settler.put(Path("/new"))
    busy = [1] * 30
    asyncio.run(_run(settler, lambda: not (busy and busy.pop()), lambda: len(said) >= 4, flushed))
    settled, learnt = f"settle {program} py", f"learn {program} py run-1 /some place/work"
    assert [line.partition(" nice ")[0] for line in said] == [f"{settled} /left", f"{settled} /new", learnt, learnt]
    assert all(int(line.rpartition(" ")[2]) >= 15 for line in said[2:])
    assert len(flushed) == 2
    assert not busy, "it waited until nothing was asked"


def test_without_learning_nothing_is_learnt(program: Path):
    said: list[str] = []
    settler = Settler(Beside(data=program, python="", learns=False, say=said.append), [Path("/left")])
    asyncio.run(_run(settler, lambda: True, lambda: bool(said), []))
    assert len(said) == 1
    assert not settler._lessons


def test_it_ends_with_the_gateway(program: Path):
    settler = Settler(Beside(data=program, python="", learns=True, say=print), [Path("hang")])
    asyncio.run(_run(settler, lambda: True, (program / "began").exists, []))
    with pytest.raises(ProcessLookupError):
        os.kill(int((program / "began").read_text()), 0)


def test_what_hangs_is_ended(program: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beside, "_MOST", 0.3)
    said: list[str] = []
    settler = Settler(Beside(data=program, python="", learns=True, say=said.append), [Path("hang")])
    asyncio.run(_run(settler, lambda: True, lambda: bool(said), []))
    assert said == ["a session took too long to settle"]
