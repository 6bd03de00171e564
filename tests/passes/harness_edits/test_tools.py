"""Tools under other names, and in words."""

import pytest

from tests.passes.uses import changed


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        ("Use the Bash tool.\n", "gemini-cli", "Use the run_shell_command tool.\n"),
        ("Use the `Bash` tool.\n", "pi", "Use the `bash` tool.\n"),
        ("Use the Bash tool.\n", "pi", "Use the `bash` tool.\n"),
        ("Use the **Read** tool (`file_path`).\n", "opencode", "Use the **`read`** tool (`filePath`).\n"),
        ("Use TodoWrite to track.\n", "pi", "Use a written checklist to track.\n"),
        ("TodoWrite keeps track.\n", "pi", "TodoWrite (here: a written checklist) keeps track.\n"),
        ("Use the Grep tool now.\n", "codex", "Use `grep` in the shell now.\n"),
        ("Use the run_command tool.\n", "claude-code", "Use the Bash tool.\n"),
        ("Use the exec_command tool.\n", "claude-code", "Use the Bash tool.\n"),
        (
            '```\nEdit(file_path="a", old_string="b", new_string="c")\n```\n',
            "opencode",
            '```\nedit(filePath="a", oldString="b", newString="c")\n```\n',
        ),
    ],
)
def test_what_becomes_of_a_tool(text: str, target: str, result: str, tmp_path) -> None:
    assert changed(tmp_path, text, target) == result


def test_beside_a_hooks_name_a_tool_stays(tmp_path) -> None:
    text = "A PreToolUse hook looks at the Bash tool.\n"
    assert changed(tmp_path, text, "codex") == text


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        ("Use `TaskList`, `TaskGet`, and `TaskUpdate`.\n", "opencode", "Use `todoread`, and `todowrite`.\n"),
        ("Use `TaskCreate` and `TaskUpdate`.\n", "codex", "Use `update_plan`.\n"),
        ("Use TaskCreate/TaskUpdate/TodoWrite.\n", "codex", "Use update_plan.\n"),
        ("Use `TaskGet`, `TaskCreate`, or `TaskUpdate`.\n", "opencode", "Use `todoread`, or `todowrite`.\n"),
        (
            "The tool `TaskCreate`, then the tool `TaskUpdate`.\n",
            "codex",
            "The tool `update_plan`, then the tool `update_plan`.\n",
        ),
        (
            "TaskList/TaskGet show it.\n",
            "codex",
            "TaskList/TaskGet (here: the written checklist) show it.\n",
        ),
    ],
)
def test_neighbours_in_a_list_that_come_to_the_same_say_it_once(text, target, result, tmp_path) -> None:
    assert changed(tmp_path, text, target) == result


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        # what is read is what was written: neither the goal nor another store
        ("Verify via `TaskList`, as the TaskUpdate tool left it.\n", "codex",
         "Verify via the written checklist, as the update_plan tool left it.\n"),
        ("Verify via `TaskList`, as the TaskUpdate tool left it.\n", "gemini-cli",
         "Verify via the written checklist, as the write_todos tool left it.\n"),
        ("Use `tracker_list_tasks` of Gemini CLI.\n", "opencode", "Use `todoread` of Gemini CLI.\n"),
    ],
)  # fmt: skip
def test_the_list_of_steps_is_read_where_it_was_written(text, target, result, tmp_path) -> None:
    assert changed(tmp_path, text, target) == result
