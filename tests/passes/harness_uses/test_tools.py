"""Tool names among English words."""

import pytest

from tests.passes.uses import named, uses_in


@pytest.mark.parametrize(
    "text",
    [
        "Read the file. Write it, then Edit it. Task the team.",
        "Agent and Skill are nouns; a Task is one too.",
        "| Task | Skill to Use |\n|---|---|\n| Writing | x |",
        "Call `read_file(path)` of the library.",
        "```python\nasync def search_web(query: str):\n    return Task(description=query)\n```",
        "### Agent Tool Access\n\n**Too many tools** - Agent gets confused.",
        "The grep tool and `patch` are programs. `Read.csv` and /Read/ and $Read are not tools.",
        "Run it via Shell scripts.",
        "Workers have no Task tools; the orchestrator owns the `Task*` ledger.",
        "The Agent tools and the Skill tools of the market.",
        "Read it (via `Read Text` inside `Use Word File`), and back via `Write Range`, or via Read Range once.",
        "| Kind | Node |\n|---|---|\n| RPA tool | `a` |\n| Agent tool | `b` |",
        "Agent tool resource; Flow → RPA, Agent tool → API Workflow.",
        "Use the tools `spawn_agent(message: dict, path: Path)` and `update_plan(plan: str)`.",
    ],
)
def test_what_is_no_tool(text: str, tmp_path) -> None:
    assert named(tmp_path, text, "tool") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Use the Read tool.", ["Read"]),
        ("Use the `Write` tool to save.", ["Write"]),
        ("用 Write 工具写入文件", ["Write"]),
        ("Obtain it via Bash: `date`.", ["Bash"]),
        ("Tools: Read, Grep, and Glob.", ["Read", "Grep", "Glob"]),
        ("Use AskUserQuestion, then **TodoWrite**.", ["AskUserQuestion", "TodoWrite"]),
        ("use `ask_user` to confirm", ["ask_user"]),
        ("Send it with the `message` tool.", ["message"]),
        ('```json\n{"matcher": "Edit|Write"}\n```', ["Edit", "Write"]),
        ('```\nTask(subagent_type="x", prompt="y")\n```', ["Task"]),
        (
            "```bash\n# start it with the bash tool, then read_bash / stop_bash\nrun\n```",
            ["bash", "read_bash", "stop_bash"],
        ),
        ("Use Grep to extract the rows.", ["Grep"]),
        (
            "Run it with `exec_command`. If unsure, ask with `request_user_input`.",
            ["exec_command", "request_user_input"],
        ),
        ("On Gemini CLI:\n\n| Action | Name |\n|---|---|\n| Shell | `run_shell_command` |", ["run_shell_command"]),
        (
            "| a | b |\n|---|---|\n| `write_todos` | `activate_skill` |\n| x | `get_internal_docs` |",
            ["write_todos", "activate_skill", "get_internal_docs"],
        ),
        ("The column `exec_command` holds text.", []),
    ],
)
def test_what_is_a_tool(text: str, found: list[str], tmp_path) -> None:
    assert named(tmp_path, text, "tool") == found


def test_a_tool_in_a_script_is_one_where_nothing_else_can_be_meant(tmp_path) -> None:
    script = "#!/bin/sh\njq 'select(.tool==\"Read\")' log\nTask\n"
    assert named(tmp_path, "x", "tool", scripts__run_sh=script) == ["Read"]


def test_a_use_knows_its_operation_its_place_and_its_harnesses(tmp_path) -> None:
    (use,) = uses_in(tmp_path, "First.\n\nUse the NotebookEdit tool.\n")
    assert (use.operation, use.form, use.harnesses) == ("notebook.edit", "tool", ("claude-code",))
    assert use.passage.text[use.start : use.end] == "NotebookEdit"
    assert use.passage.file == "SKILL.md"


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("| Tool | Use |\n|---|---|\n| `exec` | a |\n| `read` | b |\n| `write` | c |", ["exec", "read", "write"]),
        (
            "| Action | Gemini CLI has |\n|---|---|\n| a | `replace` |\n| b | `glob` |\n| c | `read_file` |",
            ["replace", "glob"],
        ),
        ("| Program | Use |\n|---|---|\n| `exec` | a |\n| `read` | b |\n| `write` | c |", []),
        ("| Tool | Use |\n|---|---|\n| `make` | `read` it |\n| `write` it | c |", []),
    ],
)
def test_plain_names_in_a_table_of_tools(table: str, found: list[str], tmp_path) -> None:
    text = f"The tools of OpenClaw are these.\n\n{table}\n"
    assert [item for item in named(tmp_path, text, "tool") if "_" not in item] == found


def test_tools_of_a_server_under_the_name_that_one_harness_gives_them(tmp_path) -> None:
    assert named(tmp_path, "Call `mcp__issues__list` and mcp__issues__get; not smcp__a__b or mcp__x.", "tool") == [
        "mcp__issues__"
    ]


def test_a_function_of_the_skills_own_scripts_is_no_tool(tmp_path) -> None:
    text = "Use the `invoke_subagent` tool, then AskUserQuestion.\n"
    assert named(tmp_path, text, "tool") == ["invoke_subagent", "AskUserQuestion"]
    own = {"scripts__run_py": "def invoke_subagent(message):\n    pass\n"}
    assert named(tmp_path / "own", text, "tool", **own) == ["AskUserQuestion"]
