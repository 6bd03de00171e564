"""What every bundled program keeps to; each is tested by running it in a file of its own."""

from importlib import resources

import pytest

from tests.primitives.programs.run import run

FOLDER = resources.files("skillrt.primitives") / "programs"
NAMES = sorted(item.name for item in FOLDER.iterdir() if item.name.endswith(".sh"))


@pytest.mark.parametrize("name", NAMES)
def test_help_and_wrong_options(name, tmp_path):
    (tmp_path / "in").mkdir()
    assert f"sh {name}" in run(tmp_path / "in", name, "--help")
    error = run(tmp_path / "in", name, "no-such-file", "--no-such-option", "x", status=2)
    assert error.startswith(f"{name}: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize("name", NAMES)
def test_it_begins_with_what_it_is(name):
    lines = (FOLDER / name).read_text().splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[1].startswith("# ")
    assert len(lines) < 300
