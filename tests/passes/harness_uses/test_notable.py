"""Uses that are worth a note, and those that are not."""

from pathlib import Path

import pytest

from skillrt.passes.base import PassContext
from skillrt.passes.harness_uses.notable import for_people
from skillrt.passes.retarget import Retarget
from tests.skills import module_of

CLAUDE = "---\nname: sample\ndescription: Writes hooks of Claude Code.\n---\n"


def told(folder: Path, text: str, **files: str) -> list[str]:
    others = {name.replace("__", "/").replace("_md", ".md"): content for name, content in files.items()}
    found = Retarget().run(module_of(folder / "sample", {"SKILL.md": text, **others}), PassContext())
    return [item.message.split("`")[1] for item in found.diagnostics]


def test_what_an_agent_elsewhere_stumbles_over(tmp_path: Path):
    assert told(tmp_path, "Use the TodoWrite tool and edit `~/.codex/config.toml`.") == [
        "TodoWrite",
        "~/.codex/config.toml",
    ]


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("---\nname: sample\ndescription: d\nallowed-tools: Bash, Edit\n---\nx", {}),
        (
            CLAUDE + "Use the Bash tool; type `/clear` as a command, or `/sample`, or use the skill acme:make-plans.",
            {},
        ),
        ("## Installation\n\nCopy it to `~/.claude/skills/`:\n\n```\nclawdhub install sample\n```\n", {}),
        ("```sh\necho ${CLAUDE_PROJECT_DIR:-.}\n```", {}),
        ("x", {"scripts/run.py": 'import os\nx = os.environ.get("CLAUDE_PROJECT_DIR", "")\n'}),
        ("x", {"agents/openai.yaml": "interface:\n  display_name: x\n"}),
        ("Do NOT use WebFetch, WebSearch or any other tool.", {}),
        ("- ✅ Good: say `superpowers:make-plans` of a skill", {}),
        ("## In OpenClaw\n\nEdit `~/.openclaw/openclaw.json`.\n", {}),
        ("Read `CLAUDE.md`, `AGENTS.md` and `GEMINI.md`.", {}),
        ("x", {"README_md": "Copy it to `~/.claude/skills/` for Claude Code.\n"}),
        ("x", {"references__claude-code-hooks_md": "Write `~/.claude/hooks`.\n"}),
        ("x", {"references__setup_md": "# Set-up in Gemini CLI\n\nUse the run_shell_command tool.\n"}),
        ("# A\n\n## Gemini CLI\n\nEdit `~/.gemini/x.json`.\n\n## Claude Code\n\nEdit `~/.claude/x.json`.\n", {}),
    ],
)
def test_what_is_no_slip(text: str, files: dict[str, str], tmp_path: Path):
    assert told(tmp_path, text, **files) == []


def test_a_slash_command_is_a_slip_where_the_skill_is_about_no_product(tmp_path: Path):
    assert told(tmp_path, "Type `/clear` as a command.") == ["/clear"]


def test_documents_for_people():
    assert for_people("README.md")
    assert for_people("docs/readme-zh.md")
    assert not for_people("references/setup.md")
    assert not for_people("scripts/install.py")
