import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_jit import episodes, skillrt

__all__ = ["episodes"]
SKILL = "---\nname: sums\ndescription: Adds columns up. Use it for totals.\n---\n# Sums\n\nAdd the column up.\n"
TARGET = ("--target", "qwen/qwen3.5-9b@openclaw")


@pytest.fixture
def skill(tmp_path: Path) -> Path:
    (tmp_path / "sums").mkdir()
    (tmp_path / "sums/SKILL.md").write_text(SKILL)
    return tmp_path / "sums"


def test_a_proven_template_becomes_a_program_of_the_variant(episodes: Path, skill: Path, tmp_path: Path):
    skillrt(tmp_path / "data", "learn", episodes)
    done = skillrt(tmp_path / "data", "export", skill, *TARGET, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    variant = tmp_path / "out/openclaw/qwen--qwen3.5-9b/sums"
    text = (variant / "SKILL.md").read_text()
    (program,) = (variant / "scripts/skillrt").glob("*.py")
    assert "**Program at hand.**" in text
    assert f"scripts/skillrt/{program.name} --" in text
    (tmp_path / "work").mkdir()
    (tmp_path / "work/mine.csv").write_text("name,price\na,1\nb,2.5\n")
    ran = subprocess.run(
        [sys.executable, program, "--input=mine.csv", "--output=total.json", "--column=price"],
        cwd=tmp_path / "work",
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads((tmp_path / "work/total.json").read_text()) == {"total": 3.5}
    again = skillrt(tmp_path / "data", "export", "--check", skill, *TARGET, "-o", tmp_path / "out")
    assert (again.returncode, "up-to-date" in again.stdout) == (0, True)


def test_without_a_template_nothing_is_written(skill: Path, tmp_path: Path):
    done = skillrt(tmp_path / "data", "export", skill, *TARGET, "-o", tmp_path / "out")
    assert (done.returncode, (tmp_path / "out").exists()) == (1, False)
    assert "[jit.nothing-to-export]" in done.stderr
    assert skillrt(tmp_path / "data", "export", *TARGET, "-o", tmp_path / "out").returncode == 2
