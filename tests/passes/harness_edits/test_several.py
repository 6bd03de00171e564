"""Folders of several products, and settings of one."""

import pytest

from skillrt.passes.harness_edits.several import told_apart
from skillrt.passes.harness_uses import lexicon
from skillrt.targets import load_harnesses
from tests.passes.uses import changed, uses_in

LISTED = """Typical files:

- `.agents/skills/*/SKILL.md`
- `.cursor/skills/*/SKILL.md`

Most change in `.cursor/skills/*/SKILL.md`.
"""
COPIES = "First `.cursor/skills/x/a.md`.\n\nThen `.windsurf/skills/x/a.md`.\n\nOr `.cursor/skills/other/b.md`.\n"
HOOKS = """If it is in `~/.claude/skills`, add it to `~/.claude/settings.json`. See `~/.claude/skills/other`.

```json
{"hooks": {"PreToolUse": [{"hooks": [{"command": "~/.claude/skills/other/observe.sh"}]}]}}
```
"""


@pytest.mark.parametrize("target", ["claude-code", "codex", "openclaw", "gemini-cli"])
def test_a_document_that_tells_folders_apart_keeps_them(target, tmp_path) -> None:
    assert changed(tmp_path, LISTED, target) == LISTED


def test_a_name_that_stands_in_one_folder_only_is_mapped(tmp_path) -> None:
    assert changed(tmp_path, COPIES, "claude-code") == COPIES.replace(".cursor/skills/other", ".claude/skills/other")


def test_two_names_of_one_product_are_no_two_products(tmp_path) -> None:
    text = "See `.claude/skills/*/x`, or `~/.claude/skills/`.\n"
    assert ".claude" not in changed(tmp_path, text, "codex")
    assert told_apart(uses_in(tmp_path / "uses", text), lexicon(load_harnesses())).documents == frozenset()


@pytest.mark.parametrize("target", ["openclaw", "codex"])
def test_settings_of_a_product_keep_its_folders_around_them(target, tmp_path) -> None:
    folder = {"openclaw": "~/.openclaw/skills/other`", "codex": "~/.agents/skills/other`"}[target]
    assert changed(tmp_path, HOOKS, target) == HOOKS.replace("~/.claude/skills/other`", folder)


def test_a_hook_that_the_skill_brings_is_named_as_its_file(tmp_path) -> None:
    text = HOOKS.replace("skills/other/observe.sh", "skills/sample/observe.sh")
    assert '"command": "observe.sh"' in changed(tmp_path, text, "codex", observe_sh="true\n")


def test_what_a_skill_for_the_target_says_of_others_stays(tmp_path) -> None:
    text = "Use TodoWrite and ${CLAUDE_PLUGIN_ROOT} in Claude Code; copies in `.agents/skills/` are suppressed.\n"
    assert "`.agents/skills/` are" in changed(tmp_path, text, "claude-code")
    own = text + "\nRun `python .agents/skills/sample/run.py` in `.agents/skills/sample`.\n"
    after = changed(tmp_path / "own", own, "claude-code", run_py="print()\n")
    assert "`python ${CLAUDE_SKILL_DIR}/run.py`" in after or "`python run.py`" in after
    assert "`.claude/skills/sample`" in after
