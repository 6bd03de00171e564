"""The pass as a whole; what it does to texts is in literate/retarget.md and harness_edits/."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import Severity, UsageError
from skillrt.frontend.markdown import parse
from skillrt.ir import Anchor, Document, HarnessUse, Module, WrittenFor, source_text
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.passes.retarget import Retarget
from skillrt.targets import load_harnesses, parse_target
from tests.skills import load_skill, module_of, write_skill

HARNESSES = load_harnesses()
TEXT = """Use the Read tool, then TodoWrite. See `~/.claude/skills/other/x.md`.

```bash
python3 ${CLAUDE_SKILL_DIR}/scripts/run.py $ARGUMENTS
```
"""


def _run(module: Module, target: str = "", pipeline: str = "retarget", **more) -> Module:
    goal = parse_target(f"m@{target}") if target else None
    return run_pipeline(module, parse_pipeline(pipeline), PassContext(target=goal, harnesses=HARNESSES, **more))


def _sample(tmp_path) -> Module:
    return module_of(tmp_path / "sample", {"SKILL.md": TEXT, "scripts/run.py": "print()\n"})


def test_tools_of_servers_stay_as_they_are_called(tmp_path) -> None:
    text = "Call `mcp__github__create_issue`, then use the tool `mcp__github__close_issue`.\n"
    module = module_of(tmp_path / "sample", {"SKILL.md": text})
    assert _run(module, "codex").documents[0].text.endswith(text)


def test_every_changed_character_can_be_traced(tmp_path) -> None:
    module = _sample(tmp_path)
    after = _run(module, "codex")
    for before, block in zip(module.documents[0].leaves(), after.documents[0].leaves(), strict=True):
        assert source_text(block) == before.text
        assert all(item.rule and item.reason and item.pass_name == "retarget" for item in block.derivations)
    assert after.documents[0].text != module.documents[0].text


def test_facts_name_uses_anchors_and_for_whom_it_was_written(tmp_path) -> None:
    after = _run(_sample(tmp_path), "codex")
    assert [fact.what for fact in after.facts if isinstance(fact, HarnessUse)] == [
        "Read", "TodoWrite", "~/.claude/skills/other", "CLAUDE_SKILL_DIR", "$ARGUMENTS",
    ]  # fmt: skip
    (anchor,) = [fact for fact in after.facts if isinstance(fact, Anchor)]
    assert (anchor.path, anchor.written) == ("scripts/run.py", "scripts/run.py")
    (written,) = [fact for fact in after.facts if isinstance(fact, WrittenFor)]
    assert (written.harness, written.guessed) == ("claude-code", True)
    assert dict(written.scores)["claude-code"] > 5


def test_the_source_harness_can_be_given(tmp_path) -> None:
    after = _run(_sample(tmp_path), "codex", "retarget{from=opencode}")
    (written,) = [fact for fact in after.facts if isinstance(fact, WrittenFor)]
    assert (written.harness, written.guessed) == ("opencode", False)
    with pytest.raises(UsageError, match="no harness `opncode`"):
        _run(_sample(tmp_path), "codex", "retarget{from=opncode}")


def test_without_a_target_nothing_changes_and_all_are_notes_unless_portable(tmp_path) -> None:
    module = _sample(tmp_path)
    plain, portable = _run(module), _run(module, portable=True)
    assert plain.documents == module.documents == portable.documents
    assert {item.severity for item in plain.diagnostics} == {Severity.NOTE}
    assert {item.severity for item in portable.diagnostics} == {Severity.WARNING}
    assert len(plain.diagnostics) == 5


def test_a_skill_for_everyone_does_not_change_by_one_byte(tmp_path) -> None:
    module = module_of(tmp_path / "s", {"SKILL.md": "Read it.\r\n\r\n1. Write\t\n", "a.md": b"\xef\xbb\xbf# \xff\n"})
    for name in HARNESSES:
        after = _run(module, name)
        assert after.documents == module.documents
        assert after.facts == module.facts
        assert after.diagnostics == module.diagnostics


@pytest.mark.parametrize("target", sorted(HARNESSES))
def test_a_second_time_changes_nothing(target: str, tmp_path) -> None:
    front = "---\nname: sample\ndescription: d\nversion: 1.0\nallowed-tools: Read, Bash\nmodel: opus\n---\n"
    text = front + TEXT + "\nUse Grep and Glob. `/sample` starts it. Claude will ask: !`date`\n\nSee CLAUDE.md.\n"
    folder = write_skill(tmp_path / "sample", {"SKILL.md": text, "scripts/run.py": "print()\n"})
    once = _run(load_skill(folder), target).documents[0].text
    write_skill(folder, {"SKILL.md": once})
    assert _run(load_skill(folder), target).documents[0].text == once


def test_a_block_with_a_flood_of_uses_stays_as_it_is(tmp_path) -> None:
    text = "Use the Bash tool. " * 2000 + "\n"
    module = module_of(tmp_path / "s", {"SKILL.md": text})
    after = _run(module, "codex")
    assert after.documents == module.documents
    assert [item.code for item in after.diagnostics] == ["harness.tool"]


PIECES = st.sampled_from(
    ["Read", "Task(prompt=", "`/sample`", "~/.claude/skills/", "$ARGUMENTS", "${CLAUDE_SKILL_DIR}/x.py", " ", "`",
     "(", "!`a`", "the ", " tool", ", Grep", "\n\n", "- ", "Claude", " will", "PreToolUse", "CLAUDE.md",
     "```\n", "not "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(sorted(HARNESSES)))
def test_any_text_passes_the_verifier(text: str, target: str) -> None:
    parsed = parse("SKILL.md", text.encode(), front_matter=True)
    module = Module("sample", "sha256:0", (Document("SKILL.md", parsed.blocks),), ())
    _run(module, target)


def test_it_needs_nothing_so_that_a_check_can_run_it() -> None:
    assert Retarget.needs == frozenset()
    assert str(parse_pipeline("retarget{from=codex}")) == "retarget{from=codex}"


def test_a_question_in_plain_text_that_the_skill_forbids_is_told(tmp_path) -> None:
    text = "Use AskUserQuestion to find out.\n\nUse AskUserQuestion only; no free-form questions.\n"
    after = _run(module_of(tmp_path / "sample", {"SKILL.md": text}), "openclaw")
    told = [item for item in after.diagnostics if item.code == "harness.no-equivalent"]
    assert [item.place.line for item in told if item.place] == [5, 7]
    assert "plain words stand in its place" in told[0].message
    assert "the text forbids" in told[1].message


def _told(tmp_path, description: str, text: str, target: str) -> list[tuple[Severity, str, str]]:
    front = f"---\nname: sample\ndescription: {description}\n---\n"
    after = _run(module_of(tmp_path / "sample", {"SKILL.md": front + text}), target)
    return [(item.severity, item.code, item.message) for item in after.diagnostics]


def test_what_stays_because_the_skill_is_about_a_product_is_told_once(tmp_path) -> None:
    text = "Use the WebFetch tool, then TodoWrite.\n\nClaude Code runs `acme:plan-work`: use TodoWrite again.\n"
    ((severity, code, message),) = _told(tmp_path, "Teaches Claude Code.", text, "codex")
    assert (severity, code) == (Severity.WARNING, "harness.subject")
    assert message == (
        "the skill is about Claude Code; 3 uses were left as they are for Codex: `TodoWrite` (2 times), `WebFetch`"
    )


def test_folders_of_the_product_that_a_skill_is_about_are_a_note(tmp_path) -> None:
    ((severity, code, _),) = _told(tmp_path, "Cleans Claude Code logs.", "See `~/.claude/projects`.\n", "codex")
    assert (severity, code) == (Severity.NOTE, "harness.subject")
    told = _told(tmp_path, "Compares Claude Code and Codex CLI.", "Use the WebFetch tool.\n", "codex")
    assert [severity for severity, *_ in told] == [Severity.NOTE]


def test_a_skill_that_only_runs_in_a_product_is_mapped(tmp_path) -> None:
    told = _told(tmp_path, "Reads notes. Use it in Claude Code when asked.", "Use TodoWrite and WebFetch.\n", "codex")
    assert [code for weight, code, _ in told if weight is Severity.WARNING] == ["harness.no-equivalent"]


@pytest.mark.parametrize("target", ["codex", "github-copilot", "opencode", "windsurf"])
def test_commands_of_plugins_and_built_in_ones_are_told_for_every_target(target: str, tmp_path) -> None:
    text = "Run `/compact`, then the `/hub:spawn` command.\n\nType `/sample`, or run the `/tax-rules` skill.\n"
    told = _told(tmp_path, "Tidies up.", text, target)
    assert [message.split("`")[1] for _, _, message in told] == ["/compact", "/hub:spawn"]


def test_arguments_that_the_target_takes_nothing_for_are_told(tmp_path) -> None:
    text = '`Task(subagent_type="Explore", description="d", prompt="p")`, `Task(subagent_type="Plan", prompt="q")`.\n'
    module = module_of(tmp_path / "sample", {"SKILL.md": text})
    told = [item.message for item in _run(module, "codex").diagnostics if item.code == "harness.tool"]
    assert told == ["`spawn_agent` of Codex takes nothing like `subagent_type`, which was left as it is"]
    assert not [item for item in _run(module, "opencode").diagnostics if item.code == "harness.tool"]
