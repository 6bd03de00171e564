"""What another package brings is found by its entry points, in a process that never heard of it."""

import json
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


def test_a_primitive_of_a_plugin_is_asked_for_and_lowered(skillrt, tmp_path):
    skill = str(write_skill(tmp_path / "s", {"SKILL.md": "# Title\n\nLook at the stars.\n"}))
    assert "see.stars" in skillrt("inspect", skill)
    levels = {"L1": {"passes": 9, "trials": 9}, "L2": {"passes": 0, "trials": 9}}
    profile = {"model": "m", "harness": "pi", "date": "2026-11-28", "primitives": {"see.stars": levels}}
    (tmp_path / "m.json").write_text(json.dumps({**profile, "source": "a test"}))
    printed = skillrt("diff", skill, "--target", "m@pi", "--profiles", str(tmp_path / "m.json"))
    assert "Look at the stars. (One by one.)" in printed
    assert "lower-capabilities/star-list: see.stars L2 where the target holds L1" in printed
