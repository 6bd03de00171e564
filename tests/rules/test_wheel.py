"""The wheel is built and tried in an environment that holds it and its locked dependencies only."""

import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from skillrt import __version__
from tests.rules.source_tree import ROOT, SRC

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("clean")
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    (packages,) = folder.glob("lib/python*/site-packages")
    _link_dependencies(packages)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder / "bin" / "python")]
    _run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)])
    return folder / "bin"


def _link_dependencies(packages: Path) -> None:
    """Put what requirements/runtime.txt names, and nothing else, beside the wheel; no network is needed for it."""
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE):
        for top in _top_level(name):
            link = packages / top.name
            if not link.exists():
                link.symlink_to(top)


def _top_level(distribution: str) -> list[Path]:
    found = metadata.distribution(distribution)
    parts = {file.parts[0] for file in found.files or () if file.parts[0] not in {"..", "__pycache__"}}
    return sorted(Path(str(found.locate_file(part))) for part in parts)


def _run(command: list[str], cwd: Path | None = None, expect: int = 0) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


def test_package_data_is_inside(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    wanted = {
        f"skillrt/{path.relative_to(SRC).as_posix()}"
        for path in SRC.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "skillrt/errors/codes/usage.toml" in wanted
    assert sorted(wanted - inside) == []
    assert sorted(name for name in inside - wanted if ".dist-info/" not in name) == []


def test_it_says_its_version(installed: Path):
    assert __version__ in _run([str(installed / "skillrt"), "--version"])
    where = _run([str(installed / "python"), "-c", "import skillrt; print(skillrt.__file__)"])
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_it_checks_an_example(installed: Path, tmp_path: Path):
    skill = tmp_path / "tidy-notes"
    skill.mkdir()
    text = (
        "---\nname: tidy-notes\ndescription: Sorts notes by date. Use when notes are out of order.\n---\n# Tidy\n\n"
    )
    (skill / "SKILL.md").write_text(text + "Read the notes, then sort them.\n", encoding="utf-8")
    _run([str(installed / "skillrt"), "check", str(skill)])
    (skill / "SKILL.md").write_text(text + "Follow [the guide](references/guide.md).\n", encoding="utf-8")
    out = _run([str(installed / "skillrt"), "check", "--format", "json", str(skill)], expect=1)
    assert "references/guide.md" in out
