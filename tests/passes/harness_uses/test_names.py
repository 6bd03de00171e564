"""Products, hooks, models, sub-agents and skills of plugins."""

import pytest

from skillrt.passes.base import PassContext
from skillrt.passes.retarget import Retarget
from tests.passes.uses import named, uses_in
from tests.skills import module_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Restart Claude Code. Works in Gemini CLI too.", ["Claude Code", "Gemini CLI"]),
        ("Claude Codeセッション", ["Claude Code"]),
        ("When Claude needs a form, ask Claude.", ["Claude"]),
        ("Claude 3.5 and the Claude API cost money; Codex: 28.8%", []),
        ("Move the Cursor left. Claude Shannon wrote that.", []),
        ("A PreToolUse hook and a Stop hook. Stop here.", ["PreToolUse", "Stop"]),
        ("Use a Haiku model; write a Haiku.", ["Haiku"]),
        ("the **general-purpose agent**", ["general-purpose"]),
        ("Use the `superpowers:code-review-help` skill; time is 10:20-pm.", ["superpowers:code-review-help"]),
        ("`MEDIA: <path>`", ["MEDIA:"]),
        ("GitHub Copilot Autofix needs no Copilot subscription.", []),
        ("Works across Claude Code, Codex CLI, Cursor and OpenCode.", []),
        ("For Claude Code see below.\n\n### Cursor\n\nDo this.", ["Claude Code", "Cursor"]),
        ("| Product | Way |\n|---|---|\n| Gemini CLI | a |\n| Cursor | b |", ["Gemini CLI", "Cursor"]),
        ("Inspired by Gemini CLI; thanks to Claude Opus.", []),
        ("| Return Home | Cursor to home position |\n\nWhen Cursor Agent runs, ask Cursor.", ["Cursor Agent"]),
        ("### Cursor\n\nMove it left.", []),
        ("Codex CLI and models such as GPT, Claude, Llama.", ["Codex CLI"]),
    ],
)
def test_names(text: str, found: list[str], tmp_path) -> None:
    assert named(tmp_path, text, "product") == found


def test_only_the_description_of_a_front_matter_names_products(tmp_path) -> None:
    front = '---\nname: sample\ndescription: Helps OpenClaw.\nmetadata: {"clawdbot": {"emoji": "x"}}\n---\n'
    found = [(use.what, use.form) for use in uses_in(tmp_path, front)]
    assert found == [("OpenClaw", "product"), ("metadata.clawdbot", "metadata-key")]


def test_a_typed_sub_agent_is_told_from_one_in_prose(tmp_path) -> None:
    text = '```\nAgent(subagent_type="Explore", prompt="x")\n```\n\nThe Explore agent.\n'
    assert [use.form for use in uses_in(tmp_path, text) if use.what == "Explore"] == ["agent-type", "agent"]


def test_a_metadata_file_is_one_use(tmp_path) -> None:
    (use,) = uses_in(tmp_path, "x", agents__openai_yaml="interface:\n  display_name: X\n")
    assert (use.what, use.form, use.harnesses) == ("agents/openai.yaml", "metadata", ("codex",))


def test_a_plugin_that_is_seen_once_is_known_in_the_whole_document(tmp_path) -> None:
    text = 'Invoke the skill acme:plan-work.\n\nThen acme:review.\n\n```dot\na [label="acme:ship-it"]\n```\n'
    found = named(tmp_path, text, "product")
    assert found == ["acme:plan-work", "acme:review", "acme:ship-it"]


def test_a_sub_agent_with_its_plugin_is_no_skill(tmp_path) -> None:
    text = """Pass `subagent_type: "acme:check-it"`. Use the skill acme:plan-work and the acme:review-work agent.

acme:check-it checks.
"""
    found = [use.form for use in uses_in(tmp_path, text) if use.kind == "product"]
    assert found == ["plugin-agent", "plugin-skill", "plugin-agent", "plugin-agent"]


def test_a_type_with_its_plugin_is_known_without_a_skill_beside_it(tmp_path) -> None:
    text = "| `subagent_type` | `acme:check-it` |\n|---|---|\n\nPull `redis:alpine-3`.\n"
    assert named(tmp_path, text, "product") == ["acme:check-it"]


def test_what_names_no_skill_of_a_plugin(tmp_path) -> None:
    assert named(tmp_path, "Pull redis:alpine-3.\n\nThe skill query is `skill:create-flow`.\n", "product") == []


def test_a_product_in_a_comment_of_a_script_is_known_and_not_reported(tmp_path) -> None:
    script = "# Called by Claude Code after each step.\nname = 'Claude Code'\n"
    assert named(tmp_path, "x", scripts__run_py=script) == ["Claude Code"]
    found = Retarget().run(module_of(tmp_path / "quiet", {"SKILL.md": "x", "scripts/run.py": script}), PassContext())
    assert found.diagnostics == ()


def test_a_variable_of_a_program_is_no_hook(tmp_path) -> None:
    script = 'tool_input = item["x"]\ny = data["tool_input"]\n'
    (use,) = [use for use in uses_in(tmp_path, "x", scripts__run_py=script) if use.form == "hook"]
    assert use.passage.text[: use.start].count("\n") == 1


def test_what_a_task_is_given_in_parentheses_is_a_sub_agent(tmp_path) -> None:
    text = "Spawn `Task(acme:review-work)`, then `Skill(acme:plan-work)`. Use the skill `acme:plan-work`.\n"
    found = {use.what: use.form for use in uses_in(tmp_path, text) if use.form.startswith("plugin")}
    assert found == {"acme:review-work": "plugin-agent", "acme:plan-work": "plugin-skill"}
    assert named(tmp_path / "other", 'agent = Agent("openai:gpt-big")\n', "product") == []
