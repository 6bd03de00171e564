from pathlib import Path

import pytest

from skillrt.environment.installers import find_installers
from skillrt.environment.needs import Need
from skillrt.environment.package_rows import bad_python_row
from skillrt.environment.python_lock import find_python, python_version, resolve_python
from skillrt.errors import InputError, MachineError, SkillrtError
from tests.environment.wheels import make_wheel, variables_for


def need(name: str, version: str = "", extras: tuple[str, ...] = ()) -> Need:
    return Need(kind="python", name=name, required=True, why="", version=version, extras=extras)


def test_rows_are_pinned_with_hashes_and_fit_a_lock(tmp_path: Path):
    make_wheel(tmp_path / "w", "alpha", "1.0", "", ("beta>=0.1",))
    make_wheel(tmp_path / "w", "beta", "0.5", "")
    installers = find_installers(variables_for(tmp_path / "w", tmp_path / "home"))
    python = find_python("", installers, tmp_path)
    rows = resolve_python([need("alpha", ">=1", ("extra",))], python, "2026-11-01", installers, tmp_path)
    assert [row.split("==")[0] for row in rows] == ["alpha", "beta"]
    assert all(bad_python_row(row) == "" for row in rows)
    assert resolve_python([], python, "2026-11-01", installers, tmp_path) == ()


def test_a_package_that_would_have_to_be_built_is_not_taken(tmp_path: Path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "alpha-1.0.tar.gz").write_bytes(b"no archive at all")
    installers = find_installers(variables_for(tmp_path / "w", tmp_path / "home"))
    python = find_python("", installers, tmp_path)
    with pytest.raises(SkillrtError) as raised:
        resolve_python([need("alpha")], python, "2026-11-01", installers, tmp_path)
    assert raised.value.diagnostics[0].code == "bind.needs-build"


def test_the_interpreter_is_one_that_fits(tmp_path: Path):
    installers = find_installers(variables_for(tmp_path / "w", tmp_path / "home"))
    python = find_python(">=3.11", installers, tmp_path)
    major, minor = python_version(python, installers, tmp_path).split(".")
    assert (int(major), int(minor)) >= (3, 11)
    with pytest.raises(MachineError, match="no Python of the range"):
        find_python(">=3.99", installers, tmp_path)
    with pytest.raises(InputError):
        find_python("--help", installers, tmp_path)


def test_what_is_no_interpreter_does_not_run(tmp_path: Path):
    installers = find_installers(variables_for(tmp_path / "w", tmp_path / "home"))
    with pytest.raises(MachineError):
        python_version(tmp_path / "nothing", installers, tmp_path)
