"""Passes and harnesses of another package are found by their entry points, in a process that never heard of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.skills import write_skill

PLUGIN = Path(__file__).parent / "sample_plugin"


@pytest.fixture
def skillrt():
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "skillrt", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(PLUGIN)},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_pass_of_a_plugin_is_listed_and_runs(skillrt, tmp_path):
    skill = str(write_skill(tmp_path / "s", {"SKILL.md": "# Title\n"}))
    assert "mark-headings          Put a mark behind every heading." in skillrt("opt", "--list")
    assert '"# Title ~\\n"' in skillrt("opt", skill, "--pipeline", "mark-headings{mark=~}")


def test_a_harness_of_a_plugin_is_a_target(skillrt, tmp_path):
    files = {"SKILL.md": "# Title\n\nRun the tests with the `Bash` tool.\n"}
    skill = str(write_skill(tmp_path / "s", files))
    assert "\n  sample " in skillrt("targets")
    assert "`do_shell`" in skillrt("opt", skill, "--pipeline", "retarget", "--target", "m@sample")
