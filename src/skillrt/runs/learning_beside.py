"""Learn while a gateway serves: now and then, in a process of its own that gives way to everything else."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from skillrt.errors import SkillrtError
from skillrt.store.templates import Templates
from skillrt.store.traces import TraceReader, traces_path

_NICE: Final = 15
_ENDED: Final = "SELECT count(*), max(started) FROM runs WHERE status != 'running'"
Ended = tuple[int, int]


async def learn_beside(data: Path, python: str, seconds: float, say: Callable[[str], None]) -> None:
    """Every so many seconds, where a run has ended since the last time, do what `skillrt jit learn` does, and say
    which templates are new. `data` is SkillRT's folder, `python` what programs are replayed under (empty: as found).

    Goes on until it is cancelled; then what it has started ends too. Problems are said, each once.
    """
    said = ""
    seen: Ended | None = None
    while True:
        await asyncio.sleep(seconds)
        try:
            found = ended_runs(data)
            if found is None or found == seen:
                continue
            seen = found
            known = set(Templates(data).ids())
            problem = await _learn(python)
            for name in Templates(data).ids():
                if name not in known:
                    say(f"learnt template {name} (`skillrt jit show {name}`)")
        except SkillrtError as error:
            problem = error.diagnostics[0].message
        if problem and problem != said:
            say(f"nothing is learnt: {problem}")
            said = problem


def ended_runs(data: Path) -> "Ended | None":
    """How many runs have ended, and when the newest of them began; None where there is none."""
    path = traces_path(data)
    if not path.is_file():
        return None
    with TraceReader.open(path) as reader:
        ((count, newest),) = reader.rows(_ENDED)
    return (count, newest) if count else None


async def _learn(python: str) -> str:
    """Learn in another process; what it said where that failed."""
    options = ["--python", python] if python else []
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "skillrt", "jit", "learn", "--format", "json", "--jobs", "1", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    with suppress(OSError, AttributeError):  # it may have ended; not every system has priorities
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
    try:
        _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return ""
    words = errors.decode("utf-8", "replace").strip().splitlines()
    return words[0] if words else f"`skillrt jit learn` ended with {process.returncode}"
