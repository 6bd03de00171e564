"""Variables and what is expanded like one."""

import pytest

from tests.passes.uses import named, uses_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fix $ARGUMENTS.", ["$ARGUMENTS"]),
        ("`${CLAUDE_SKILL_DIR}/x` and `{baseDir}/y`", ["CLAUDE_SKILL_DIR", "{baseDir}"]),
        ("Set CODEX_CI, OPENAI_API_KEY and CLAUDE_API_KEY.", ["CODEX_CI"]),
        ("Costs $1 or $2.50", []),
    ],
)
def test_variables(text: str, found: list[str], tmp_path) -> None:
    assert named(tmp_path, text, "variable") == found


def test_a_constant_of_a_program_is_not_looked_up(tmp_path) -> None:
    script = 'import os\nCODEX_DIR = "x"\nhome = os.environ["CODEX_HOME"]\n'
    assert named(tmp_path, "x", "variable", scripts__run_py=script) == ["CODEX_HOME"]


def test_an_exclamation_mark_at_the_end_of_a_code_span_begins_no_command(tmp_path) -> None:
    assert named(tmp_path, "The `.gitignore !`-rules (e.g. `keep`) hold.", "command") == []
    assert named(tmp_path, "Status: !`git status`", "command") == ["!`git status`"]


def test_positional_arguments_count_where_the_skill_takes_arguments(tmp_path) -> None:
    front = "---\nname: sample\ndescription: d\nargument-hint: file\n---\n"
    assert named(tmp_path, front + "Open $1 in `$2`.", "variable") == ["$1"]


def test_injected_commands_and_includes_of_bundled_files_only(tmp_path) -> None:
    text = "Now: !`git status`\n\nSee @notes.md and @missing.md, `@notes.md`, me@example.org!\n"
    found = [(use.form, use.what) for use in uses_in(tmp_path, text, notes_md="x\n") if use.kind == "command"]
    assert found == [("injected", "!`git status`"), ("include", "@notes.md")]
    assert named(tmp_path / "b", "```!\ngit log\n```\n", "command") == ["```!"]


def test_the_stem_of_a_file_name_is_no_variable(tmp_path) -> None:
    assert named(tmp_path, "See examples/CLAUDE_MD_TESTING.md and CLAUDE_CODE_REMOTE.", "variable") == [
        "CLAUDE_CODE_REMOTE"
    ]
