import os
import signal
import time

import pytest

from skillrt.process.started import group_lives, signal_group, start

PATH = {"PATH": "/usr/bin:/bin"}


def begun(folder, *command, variables=PATH):
    with (folder / "out").open("wb") as stream:
        return start(command, folder, variables, stream.fileno())


def test_both_outputs_go_to_the_file_and_the_environment_is_what_was_given(tmp_path):
    started = begun(tmp_path, "sh", "-c", "pwd; echo $X >&2; echo ${HOME-none}", variables={**PATH, "X": "1"})
    assert started.wait() == 0
    assert (tmp_path / "out").read_text() == f"{os.path.realpath(tmp_path)}\n1\nnone\n"


def test_a_program_that_is_not_there_is_an_oserror(tmp_path):
    with pytest.raises(FileNotFoundError):
        begun(tmp_path, "no-such-program")


@pytest.mark.parametrize("force", [False, True])
def test_the_whole_group_is_ended(tmp_path, force):
    started = begun(tmp_path, "sh", "-c", "sleep 60 & sleep 60")
    time.sleep(0.1)
    started.stop(force=force)
    assert started.wait() == -(signal.SIGKILL if force else signal.SIGTERM)
    for _ in range(100):
        if not group_lives(started.pid):
            break
        time.sleep(0.02)
    signal_group(started.pid, force=True)


def test_a_group_lives_as_long_as_any_of_it(tmp_path):
    started = begun(tmp_path, "sh", "-c", "sleep 0.5 & exit 0")
    assert started.wait() == 0
    assert group_lives(started.pid)
    signal_group(started.pid, force=True)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="the system does not tell")
def test_what_has_ended_and_nobody_has_waited_for_lives_no_more(tmp_path):
    started = begun(tmp_path, "true")
    for _ in range(200):
        if not group_lives(started.pid):
            break
        time.sleep(0.02)
    assert not group_lives(started.pid)
    os.kill(started.pid, 0)  # it is still there
    assert started.wait() == 0
