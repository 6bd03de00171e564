import os
from pathlib import Path

import pytest

from skillrt.errors import UsageError
from skillrt.workflow.launching import Launcher
from skillrt.workflow.plan import Choices, plan_of
from tests.workflow.records import record, step, wants


def launcher(content, folder: Path, **choices) -> Launcher:
    plan = plan_of(content, Choices(**choices))
    return Launcher(plan, (folder, folder), {"PATH": os.environ["PATH"]}, "/bin/sh")


def test_everything_is_filled_in_before_anything_runs(tmp_path):
    content = record(step("a", "touch a"), step("b", wants("bash -c 'ls <x>'", x="<x>")))
    with pytest.raises(UsageError):
        launcher(content, tmp_path, inputs=(("x", "a; b"),))


def test_a_step_prints_to_its_file_and_runs_in_the_workspace(tmp_path):
    content = record(step("a", wants('pwd; echo "<x>"', x="<x>")), step("b"))
    made = launcher(content, tmp_path, skip=("b",), inputs=(("x", "v"),))
    assert made.launches[1] is None
    assert made.begin(0, tmp_path / "out", anew=True).wait() == 0
    assert made.begin(0, tmp_path / "out", anew=False).wait() == 0
    assert (tmp_path / "out").read_text() == f"{os.path.realpath(tmp_path)}\nv\n" * 2


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        launcher(record(step("a", "true")), tmp_path).begin(0, tmp_path / "no" / "out", anew=True)
