from pathlib import Path

import pytest

from skillrt.environment.bound_python import bound_python
from skillrt.environment.needs import ENVIRONMENT_FILE, Needs, needs_bytes
from skillrt.errors import InputError
from skillrt.store.environments import PROOF_FILE, PYTHON_FOLDER, Environments

LOCK = "0" * 64


def variant(tmp_path: Path) -> Path:
    file = tmp_path / "my skill" / ENVIRONMENT_FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(needs_bytes(Needs()))
    return tmp_path / "my skill"


def test_the_python_of_a_bound_skill(tmp_path: Path):
    folder, store = variant(tmp_path), Environments(tmp_path)
    program = store.folder(LOCK) / PYTHON_FOLDER / "bin/python"
    program.parent.mkdir(parents=True)
    program.write_text("")
    store.write(LOCK, PROOF_FILE, b"{}")
    store.remember(Needs().key, LOCK)
    assert bound_python(folder, tmp_path) == program
    program.unlink()
    with pytest.raises(InputError):
        bound_python(folder, tmp_path)


def test_what_is_not_bound_says_the_command(tmp_path: Path):
    folder = variant(tmp_path)
    with pytest.raises(InputError) as caught:
        bound_python(folder, tmp_path)
    (found,) = caught.value.diagnostics
    assert found.code == "start.not-bound"
    assert found.hint == f"run `skillrt bind '{folder}'`"


def test_what_is_no_compiled_skill_is_said(tmp_path: Path):
    with pytest.raises(InputError) as caught:
        bound_python(tmp_path, tmp_path)
    assert caught.value.diagnostics[0].code == "bind.bad-needs"
