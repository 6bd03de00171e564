"""A survey on a real Ray cluster gives, byte for byte, what it gives on this machine alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.surveys.collection import collection
from tools.cluster.install import install

pytestmark = pytest.mark.harness


@pytest.fixture(scope="module")
def variables() -> dict[str, str]:
    """The environment in which programs find Ray; skips where it could not be installed."""
    place, why_not = install()
    if place is None:
        pytest.skip(f"ray could not be installed: {why_not}")
    return {**os.environ, "PYTHONPATH": str(place), "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture
def address(variables: dict[str, str]) -> Iterator[str]:
    """The address of a cluster of two nodes."""
    program = Path(__file__).with_name("ray_cluster.py")
    started = subprocess.Popen(
        [sys.executable, str(program)],
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    yield next((line.strip() for line in started.stdout if line.strip().rpartition(":")[2].isdigit()), "")
    started.stdin.close()
    started.wait(60)
    started.stdout.close()


def survey(lib: Path, out: Path, variables: dict[str, str], *more: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "skillrt", "survey", str(lib), "-o", str(out), *more]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_one_that_is_started_for_the_survey(tmp_path: Path, variables: dict[str, str]):
    lib = collection(tmp_path / "lib", 130)
    alone = survey(lib, tmp_path / "a", variables, "-j", "1")
    assert len([name for name in alone if name.startswith("shards/")]) == 2
    assert survey(lib, tmp_path / "b", variables, "--on", "ray") == alone


def test_one_of_two_nodes_that_is_there(tmp_path: Path, variables: dict[str, str], address: str):
    lib = collection(tmp_path / "lib", 130)
    out = tmp_path / "b"
    clustered = survey(lib, out, variables, "--on", "ray", "--address", address)
    assert clustered == survey(lib, tmp_path / "a", variables, "-j", "1")
    # and a run that was ended goes on there as well
    (out / "shards" / "00001.jsonl").unlink()
    assert survey(lib, out, variables, "--on", "ray", "--address", address) == clustered
