import subprocess

import pytest

from skillrt.errors import InputError
from skillrt.workflow.script import launch_of, shell_program
from tests.workflow.records import step, wants

SHELL = shell_program("/usr/bin:/bin")


def done(content, values=None):
    launch = launch_of(content, values or {}, "/v", SHELL)
    return subprocess.run(launch.command, env=dict(launch.variables), capture_output=True, check=False)


def test_commands_of_a_step_share_a_shell():
    found = done(step("a", "cd /", "X=1", 'pwd; echo "$X"'))
    assert (found.returncode, found.stdout) == (0, b"/\n1\n")


def test_the_first_that_fails_ends_the_step_with_its_status():
    found = done(step("a", "(exit 3)", "echo no"))
    assert (found.returncode, found.stdout) == (3, b"")
    assert done(step("a", "true || false", "exit 4", "true")).returncode == 4


def test_here_documents_and_comments_at_the_end_stay_whole():
    found = done(step("a", "cat <<E\nx\nE", "echo y # z", "if true; then echo w; fi"))
    assert found.stdout == b"x\ny\nw\n"


def test_what_runs_in_the_background_is_not_waited_for():
    found = done(step("a", "sleep 60 >/dev/null 2>&1 &", 'kill "$!" && echo sent'))
    assert (found.returncode, found.stdout) == (0, b"sent\n")
    assert done(step("a", "sleep 0.01 &")).returncode == 0


def test_one_plain_command_is_started_itself():
    assert launch_of(step("a", "ls -l out"), {}, "/v", SHELL).command == ("ls", "-l", "out")


def test_values_come_by_variables():
    launch = launch_of(step("a", wants("echo '<x>'", x="<x>"), "true"), {"x": "it's"}, "/v", SHELL)
    assert launch.variables == (("SKILLRT_INPUT_X", "it's"),)
    assert "it's" not in launch.command[2]


@pytest.mark.parametrize("text", ["echo x; " * 20_000, "a\0b c; d"])
def test_what_no_shell_takes_is_refused(text):
    with pytest.raises(InputError):
        launch_of(step("a", text), {}, "/v", SHELL)


def test_without_bash_the_system_shell():
    assert shell_program("/nowhere") == "/bin/sh"
