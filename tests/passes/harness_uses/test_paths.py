"""Product paths."""

import pytest

from skillrt.passes.harness_uses import lexicon, normal, place_of_path
from skillrt.targets import load_harnesses
from tests.passes.uses import named, uses_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Save to `~/.claude/skills/learned/x.md`.", ["~/.claude/skills/learned"]),
        ("`~/.claude/skills/<skill-name>/`", ["~/.claude/skills"]),
        ("`{cwd}/.claude/skills/` and `$HOME/.codex/config.toml`", [".claude/skills", "~/.codex/config.toml"]),
        ("```sh\nX=${A:-$HOME/.claude/notes.jsonl}\n```", ["~/.claude/notes.jsonl"]),
        ('```json\n"\\"$CLAUDE_PROJECT_DIR\\"/.claude/hooks/x.sh"\n```', [".claude/hooks"]),
        ("`$CODEX_HOME/skills/x/scripts/y.py`", ["$CODEX_HOME/skills/x"]),
        ("Run `python ~/.agents/skills/sample/x.py`, not `.agents/plugins`.", ["~/.agents/skills/sample"]),
        ("```sh\njq -r '.cursor // empty' a.json\n```", []),
        ("Add it to `~/.claude.json`.", ["~/.claude.json"]),
        ("Read CLAUDE.md and .cursorrules.", ["CLAUDE.md", ".cursorrules"]),
        ("`C:\\Users` and `.claudette/x` and `docs/CLAUDE.md` and AGENTS.md", []),
    ],
)
def test_paths_of_harnesses(text: str, found: list[str], tmp_path) -> None:
    assert named(tmp_path, text, "path") == found


def test_a_file_of_the_skill_itself_is_not_meant(tmp_path) -> None:
    assert named(tmp_path, "See GEMINI.md.", "path", GEMINI_md="x\n") == []


def test_the_whole_path_as_written_is_marked(tmp_path) -> None:
    (use,) = uses_in(tmp_path, "Look at `$HOME/.claude/skills/a/b.py`.")
    assert use.passage.text[use.start : use.end] == "$HOME/.claude/skills/a/b.py"
    assert use.meaning == "skills.user"


def test_normal_form_and_place() -> None:
    known = lexicon(load_harnesses())
    assert normal("$HOME\\.claude\\x") == "~/.claude/x"
    assert normal("./.cursor/rules") == ".cursor/rules"
    place = place_of_path("~/.claude/settings.json", known)
    assert place
    assert place.meaning == "settings.user"
    assert place_of_path("/etc/passwd", known) is None
