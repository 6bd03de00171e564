"""A whole profile through `bare` against the simulated model of the tests: wall time and trials at several `--jobs`.

The simulated model knows the answers and gives them with set rates after a set latency. It is no model: what is
measured is the runner, and nothing else. Each `--jobs` begins from nothing; the verdicts must be the same.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = "gpt-5.1-codex@bare"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, action="append", default=[])
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--rate", default="1,0.9,0.3")
    parser.add_argument("--faults", type=float, default=0.0)
    asked = parser.parse_args()
    found = {jobs: measured(jobs, asked) for jobs in asked.jobs or [8, 1]}
    print(f"{TARGET}, simulated: rates {asked.rate}, {asked.latency:g} s an answer, {asked.faults:.0%} faults")
    print(f"{'jobs':>4} {'wall':>9} {'trials':>7} {'answers':>8} {'primitives':>11} {'slowed':>7}")
    for jobs, row in found.items():
        primitives = row["run"]["primitives"]
        print(
            f"{jobs:4} {row['wall']:8.1f}s {row['fresh']:7} {row['answers']:8} {len(primitives):11} {row['slowed']:7}"
        )
    verdicts = {json.dumps(row["run"]["verdicts"], sort_keys=True) for row in found.values()}
    print("the same verdicts and counts" if len(verdicts) == 1 else "DIFFERENT VERDICTS")


def measured(jobs: int, asked: argparse.Namespace) -> dict:
    words = ["--rate", asked.rate, "--latency", str(asked.latency), "--faults", str(asked.faults)]
    with tempfile.TemporaryDirectory() as folder:
        model = subprocess.Popen(
            [sys.executable, "-m", "tests.simulated", "--count", *words],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert model.stdout
        url = model.stdout.readline().strip()
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "skillrt", "profile", "--target", TARGET, "--upstream", f"{url}/v1", "--json",
             "--jobs", str(jobs)],
            env={**os.environ, "SKILLRT_DATA_DIR": folder}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        wall = time.monotonic() - began
        answers, _ = model.communicate("")
    if done.returncode:
        sys.exit(done.stderr)
    return {**json.loads(done.stdout), "wall": wall, "answers": int(answers)}


if __name__ == "__main__":
    main()
