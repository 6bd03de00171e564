import os
import subprocess

import pytest

from skillrt.errors import InputError
from skillrt.workflow.outputs import (
    answer_path,
    beginning_of,
    drop_empty,
    end_what_was_left,
    in_use,
    open_output,
    output_path,
)


def started(path, *command):
    number = open_output(path, anew=True)
    try:
        return subprocess.Popen(command, stdout=number, stderr=number, start_new_session=True)
    finally:
        os.close(number)


def test_the_file_of_a_step_is_in_use_while_anything_of_it_runs(tmp_path):
    path = tmp_path / "out.txt"
    process = started(path, "sh", "-c", "sleep 0.4 & exit 0")
    process.wait()
    assert in_use(path)
    assert end_what_was_left({"a": process.pid}, {"a": path}, 2.0) == ["a"]
    assert not in_use(path)
    assert end_what_was_left({"a": process.pid}, {"a": path}, 2.0) == []


def test_what_does_not_heed_it_is_killed(tmp_path):
    path = tmp_path / "out.txt"
    process = started(path, "sh", "-c", "trap '' TERM; echo on; while true; do sleep 0.1; done")
    while not path.read_bytes():
        pass
    assert end_what_was_left({"a": process.pid}, {"a": path}, 0.2) == ["a"]
    assert process.wait() == -9


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="the system does not tell who prints where")
def test_a_group_that_was_not_noted_is_found(tmp_path):
    """The run was killed between the start of a step and the note about it."""
    path = tmp_path / "out.txt"
    process = started(path, "sleep", "60")
    assert end_what_was_left({"a": 0}, {"a": path}, 2.0) == ["a"]
    assert process.wait() == -15


def test_what_cannot_be_ended_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("skillrt.workflow.outputs._AFTER_KILL", 0.1)
    path = tmp_path / "out.txt"
    number = open_output(path, anew=True)
    with pytest.raises(InputError, match="still at work"):
        end_what_was_left({"a": 0}, {"a": path}, 0.1)
    os.close(number)


def test_a_step_that_left_no_file_is_not_at_work(tmp_path):
    assert end_what_was_left({"a": os.getpid(), "gone": 1}, {"a": tmp_path / "none"}, 0.1) == []


def test_names_are_plain_and_in_order(tmp_path):
    assert output_path(tmp_path, 0, "../x y").name == "00001-.._x_y.txt"
    assert output_path(tmp_path, 9_999, "é" * 100).parent == tmp_path


def test_only_empty_files_are_dropped(tmp_path):
    (tmp_path / "empty").touch()
    (tmp_path / "full").write_text("x")
    assert drop_empty(tmp_path / "empty")
    assert not drop_empty(tmp_path / "full")
    assert not drop_empty(tmp_path / "none")
    assert os.listdir(tmp_path) == ["full"]


def test_the_answer_of_an_agent_lies_beside_what_was_printed(tmp_path):
    place = answer_path(output_path(tmp_path, 0, "s1.x"))
    assert place.parent == tmp_path
    assert place != output_path(tmp_path, 0, "s1.x")
    assert answer_path(output_path(tmp_path, 1, "s1.x")) != place


def test_the_beginning_of_a_file(tmp_path):
    (tmp_path / "a").write_bytes(b" one two\xff\n")
    assert beginning_of(tmp_path / "a", 5) == "one"
    assert beginning_of(tmp_path / "a", 99) == "one two\ufffd"
    assert beginning_of(tmp_path / "b", 5) == ""
