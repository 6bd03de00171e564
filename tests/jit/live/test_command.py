import subprocess
from pathlib import Path

import pytest

from skillrt.jit.actions import Action
from skillrt.jit.live.command import command_of, mark_of, plain, printed


def ran(text: str, folder: Path) -> str:
    done = subprocess.run(["sh", "-c", text], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_actions_are_done_in_order_and_what_they_print_is_told_apart(tmp_path: Path):
    actions = (
        Action("write", "it's $(touch no) `touch no`\n", "a folder/it's.txt"),
        Action("shell", "cat <<'EOF' 'a folder/it'\\''s.txt' -\nthe end\nEOF\necho warning >&2"),
    )
    command = command_of(actions, says=True)
    assert command is not None
    assert mark_of(command.text) == command.mark
    result = ran(command.text, tmp_path)
    assert "warning" in result
    assert printed(command, f"$ {command.text}\n{result}\nexit status 0") == "it's $(touch no) `touch no`\nthe end"
    assert not (tmp_path / "no").exists()


def test_a_failure_prints_no_mark(tmp_path: Path):
    for says in (True, False):
        command = command_of((Action("shell", "echo one; false"), Action("shell", "touch two")), says=says)
        assert command is not None
        # some harnesses repeat the command in its result
        assert printed(command, command.text + ran(command.text, tmp_path)) is None
    assert not (tmp_path / "two").exists()


def test_without_words_the_mark_alone_is_awaited(tmp_path: Path):
    command = command_of((Action("shell", "cd / && touch /dev/null"), Action("shell", "pwd")), says=False)
    assert command is not None
    result = ran(command.text, tmp_path)
    assert printed(command, result) == ""
    # each action begins in the workspace
    assert plain(result).strip() == str(tmp_path)


def test_only_our_own_commands_bear_their_mark():
    command = command_of((Action("shell", "ls"),), says=False)
    assert command is not None
    assert mark_of(command.text.replace("ls", "ls -l")) == ""
    assert mark_of("ls") == ""
    assert plain(command.text) == "(\nls\n)"


@pytest.mark.parametrize("action", [Action("edit", "new", "a.txt", "old"), Action("write", "\0", "a.bin")])
def test_what_is_no_matter_of_a_shell_makes_no_command(action: Action):
    assert command_of((Action("shell", "ls"), action), says=False) is None
    assert command_of((), says=False) is None
