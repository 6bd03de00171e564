"""Variables and paths."""

import pytest

from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import load_harnesses, parse_target
from tests.passes.uses import changed
from tests.skills import module_of


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        ("Run `{baseDir}/run.py`.\n", "hermes", "Run `${HERMES_SKILL_DIR}/run.py`.\n"),
        ("Run `{baseDir}/run.py`.\n", "codex", "Run `run.py`.\n"),
        ("Run `${CLAUDE_PLUGIN_ROOT}/skills/sample/run.py`.\n", "codex", "Run `run.py`.\n"),
        ("Run `${CLAUDE_PLUGIN_ROOT}/hooks/x.sh`.\n", "codex", "Run `${CLAUDE_PLUGIN_ROOT}/hooks/x.sh`.\n"),
        ("```sh\ncd {baseDir}\n```\n", "pi", '```sh\ncd "<folder of this skill>"\n```\n'),
        ("```sh\nls $CLAUDE_PROJECT_DIR/src\n```\n", "pi", "```sh\nls ./src\n```\n"),
        ("`~/.claude/skills/sample/run.py`\n", "codex", "`run.py`\n"),
        ("`cp -r x ~/.claude/skills/sample/run.py`\n", "codex", "`cp -r x ~/.agents/skills/sample/run.py`\n"),
        ("`$HOME/.claude/skills/other/a.md`\n", "pi", "`$HOME/.pi/agent/skills/other/a.md`\n"),
        ("`./.claude/skills/`\n", "gemini-cli", "`./.gemini/skills/`\n"),
        # joined to another folder it is no path inside the skill
        (
            "```python\np = Path.home() / '.claude/skills/sample/run.py'\n```\n",
            "hermes",
            "```python\np = Path.home() / '.hermes/skills/sample/run.py'\n```\n",
        ),
        (
            '```js\nconst p = path.join(os.homedir(), ".claude/skills/sample/run.py");\n```\n',
            "pi",
            '```js\nconst p = path.join(os.homedir(), ".pi/agent/skills/sample/run.py");\n```\n',
        ),
        (
            "```python\np = project / '.claude/skills/sample/run.py'\n```\n",
            "gemini-cli",
            "```python\np = project / '.gemini/skills/sample/run.py'\n```\n",
        ),
        (
            "```python\np = project / '.claude/skills/sample/run.py'\n```\n",
            "hermes",
            "```python\np = project / '.claude/skills/sample/run.py'\n```\n",
        ),
        ("See CLAUDE.md.\n", "gemini-cli", "See GEMINI.md.\n"),
        # all that a line says, or one word of it
        ("Request: $ARGUMENTS\n", "pi", "Request: (the request that the user made with this skill)\n"),
        ("**Request:** $ARGUMENTS\n", "pi", "**Request:** (the request that the user made with this skill)\n"),
        ("> $ARGUMENTS\n", "pi", "> (the request that the user made with this skill)\n"),
        ("Look at: $ARGUMENTS today\n", "pi", "Look at: <what the user asked for> today\n"),
        ("Run `x $ARGUMENTS`\n", "pi", "Run `x <what the user asked for>`\n"),
        ("Add it to the *plugin* CLAUDE.md.\n", "gemini-cli", "Add it to the *plugin* CLAUDE.md.\n"),
        ("See CLAUDE.md or AGENTS.md.\n", "gemini-cli", "See CLAUDE.md or AGENTS.md.\n"),
        ("See AGENTS.md.\n", "claude-code", "See AGENTS.md.\n"),
        ("`~/.claude/settings.json`\n", "codex", "`~/.claude/settings.json`\n"),
        # a path that goes on: no file of the skill; on a machine or a site no folder of the target either
        ("`/home/g/x/.claude/skills/sample/run.py`\n", "codex", "`/home/g/x/.claude/skills/sample/run.py`\n"),
        ("`~/x/.claude/skills/sample/run.py`\n", "codex", "`~/x/.claude/skills/sample/run.py`\n"),
        (
            "[.claude/skills/sample/run.py](file:///x/.claude/skills/sample/run.py)\n",
            "codex",
            "[.claude/skills/sample/run.py](file:///x/.claude/skills/sample/run.py)\n",
        ),
        ("`x/.claude/skills/sample/run.py`\n", "codex", "`x/.agents/skills/sample/run.py`\n"),
        ("`/path/to/x/.claude/skills/sample/`\n", "codex", "`/path/to/x/.agents/skills/sample/`\n"),
        ('`"$X"/.claude/skills/sample/run.py`\n', "codex", '`"$X"/.agents/skills/sample/run.py`\n'),
        (
            "Either `~/.claude/skills` or `~/.codex/skills`.\n",
            "pi",
            "Either `~/.claude/skills` or `~/.codex/skills`.\n",
        ),
    ],
)
def test_what_becomes_of_a_place(text: str, target: str, result: str, tmp_path) -> None:
    assert changed(tmp_path, text, target, run_py="print()\n") == result


def test_outside_skill_md_nobody_fills_a_variable_in(tmp_path) -> None:
    text = "# S\n\nSee [more](more.md). Run `{baseDir}/run.py`.\n"
    module = module_of(
        tmp_path / "sample",
        {"SKILL.md": text, "more.md": "Run `{baseDir}/run.py` in {baseDir}.\n", "run.py": "print()\n"},
    )
    context = PassContext(target=parse_target("m@claude-code"), harnesses=load_harnesses())
    done = run_pipeline(module, parse_pipeline("link,retarget"), context)
    assert "Run `${CLAUDE_SKILL_DIR}/run.py`." in done.documents[0].text
    assert done.documents[1].text == "Run `run.py` in <folder of this skill>.\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        # the file that the link leads to keeps its name
        ("[Numbers in CLAUDE.md](../../CLAUDE.md#numbers)\n", "[Numbers in CLAUDE.md](../../CLAUDE.md#numbers)\n"),
        ("[Numbers in CLAUDE.md](CLAUDE.md#numbers)\n", "[Numbers in AGENTS.md](AGENTS.md#numbers)\n"),
        ("| Backtest CLAUDE.md | `backtest/CLAUDE.md` |\n", "| Backtest CLAUDE.md | `backtest/CLAUDE.md` |\n"),
        ("`CLAUDE.md` or `~/.claude/CLAUDE.md`\n", "`AGENTS.md` or `~/.codex/AGENTS.md`\n"),
    ],
)
def test_a_file_has_one_name_on_a_line(text: str, result: str, tmp_path) -> None:
    assert changed(tmp_path, text, "codex") == result
