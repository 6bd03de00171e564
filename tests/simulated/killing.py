"""A profile as a process of its own, killed in the middle, for the tests of going on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def command(target: str, upstream: str, *options: str) -> list[str]:
    """`skillrt profile --json` against the simulated model at `upstream`."""
    given = ["--target", target, "--upstream", upstream, "--json"]
    return [sys.executable, "-m", "skillrt", "profile", *given, *options]


def killed_after(trials: int, words: Sequence[str], data: Path, variables: Mapping[str, str]) -> int:
    """Start it and kill it with SIGKILL once so many trials are in its journal; how many there are then."""
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 240
        while journaled(data) < trials and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        # with what it has started: a harness would go on asking
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    return journaled(data)


def journaled(data: Path) -> int:
    """The trials in the only journal below `data`."""
    found = list(data.glob("profiles/**/journal.jsonl"))
    return sum(path.read_bytes().count(b'"line":"trial"') for path in found)
