"""What the tests of the example skills share: where the skills are, and how their scripts are run."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def skills() -> Path:
    """The folder of the six example skills."""
    return EXAMPLES / "skills"


@pytest.fixture
def run(skills: Path, tmp_path: Path) -> Run:
    """Run a bundled script in a fresh folder: run("csv-survey/scripts/profile_csv.py", "a.csv")."""
    interpreters = {".py": [sys.executable], ".mjs": ["node"], ".sh": []}

    def call(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        path = skills / script
        start = interpreters[path.suffix]
        if start and shutil.which(start[0]) is None:
            pytest.skip(f"{start[0]} is not installed")
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        command = [*start, str(path), *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return call


@pytest.fixture
def load(skills: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], object]:
    """Import a bundled Python script as a module, without leaving byte code beside it."""

    def call(path: Path) -> object:
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
        spec = importlib.util.spec_from_file_location(f"example_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return call
