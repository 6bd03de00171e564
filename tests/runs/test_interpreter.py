import os
import sys
from pathlib import Path

import pytest

from skillrt.errors import UsageError
from skillrt.runs.interpreter import Interpreter, environment_of, first_on_path, interpreter_of


def _python(folder: Path, packages: Path) -> Path:
    """A `python3` that finds packages in a folder of its own."""
    folder.mkdir(exist_ok=True)
    packages.mkdir(exist_ok=True)
    program = folder / "python3"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{packages}" exec "{sys.executable}" "$@"\n')
    program.chmod(0o755)
    return program


def test_it_is_what_programs_find_and_another_when_packages_are_others(tmp_path: Path):
    _python(tmp_path / "bin", tmp_path / "packages")
    variables = {"PATH": str(tmp_path / "bin")}
    found = interpreter_of(tmp_path, variables)
    assert found
    assert Path(found.program) == Path(sys.executable)
    assert interpreter_of(tmp_path, variables) == found
    (tmp_path / "packages" / "some-1.0.dist-info").mkdir()
    other = interpreter_of(tmp_path, variables)
    assert other
    assert other.digest != found.digest


def test_where_there_is_none_or_it_does_not_work_there_is_none(tmp_path: Path):
    assert interpreter_of(tmp_path, {"PATH": str(tmp_path)}) is None
    (tmp_path / "python3").write_text("#!/bin/sh\necho no\n")
    (tmp_path / "python3").chmod(0o755)
    assert interpreter_of(tmp_path, {"PATH": f"{tmp_path}:/bin:/usr/bin"}) is None


def test_the_named_one_is_found_first(tmp_path: Path):
    program = _python(tmp_path / "bin", tmp_path / "packages")
    found = first_on_path(str(program), {"PATH": "/usr/bin", "A": "b"})
    assert found == {"PATH": f"{tmp_path / 'bin'}{os.pathsep}/usr/bin", "A": "b"}


@pytest.mark.parametrize("name", ["nothing", "other"])
def test_what_cannot_be_it_is_refused(tmp_path: Path, name: str):
    (tmp_path / "other").write_text("#!/bin/sh\n")
    (tmp_path / "other").chmod(0o755)
    with pytest.raises(UsageError, match="--python"):
        first_on_path(str(tmp_path / name), {"PATH": "/usr/bin"})


def test_asking_runs_no_module_of_the_workspace(tmp_path: Path):
    (tmp_path / "json.py").write_text("open('ran', 'w').close()\n")
    assert interpreter_of(tmp_path, {"PATH": os.environ["PATH"]}) is not None
    assert not (tmp_path / "ran").exists()


def test_what_templates_are_observed_under_tells_harness_and_packages():
    one = environment_of("pi", Interpreter("/bin/python3", "aa"))
    assert one != environment_of("pi", Interpreter("/bin/python3", "bb"))
    assert one != environment_of("codex", Interpreter("/bin/python3", "aa"))
    assert environment_of("pi", None) == "pi no python"
