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
