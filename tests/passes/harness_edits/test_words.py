"""Commands, products, sub-agents."""

import pytest

from tests.passes.uses import changed


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        ("Type `/sample x`.\n", "pi", "Type `/skill:sample x`.\n"),
        # the word skill stands beside the command, not somewhere on its line
        ("Skill asks, then makes the `/tax-rules` command.\n", "codex",
         "Skill asks, then makes the `/tax-rules` command.\n"),
        ("Run the `/tax-rules` skill, or the skill `/acme:tax-law`.\n", "codex",
         "Run the `$tax-rules` skill, or the skill `$tax-law`.\n"),
        ("Skills use the full form: `/plugin-name:command`.\n", "gemini-cli",
         "Skills use the full form: `/plugin-name:command`.\n"),
        ("Type `/sample`.\n", "gemini-cli", "Type the `sample` skill.\n"),
        ("The user wrote it on the `/sample` line, after the `/sample` command.\n", "gemini-cli",
         "The user wrote it when calling the `sample` skill, after the `sample` skill.\n"),
        ("Your `/sample` call; another line has `/sample`.\n", "gemini-cli",
         "Your `sample` skill call; another line has the `sample` skill.\n"),
        ("- `/sample` — see below\n", "gemini-cli", "- The `sample` skill — see below\n"),
        # what is told under such a heading is told of the product
        ("## Common Claude Pitfalls\n\nClaude writes it wrong.\n\n## Notes\n\nClaude writes it.\n", "codex",
         "## Common Claude Pitfalls\n\nClaude writes it wrong.\n\n## Notes\n\nThe agent writes it.\n"),
        ("Type `/clear` to run it anew.\n", "codex", "Type `/clear` to run it anew.\n"),
        ("When Claude needs it, ask Claude. The next Claude will know.\n", "codex",
         "When the agent needs it, ask the agent. The next agent will know.\n"),
        ("Claude will see it.\n", "codex", "The agent will see it.\n"),
        ("Use it when Claude in Chrome fails, ask Claude for Excel.\n", "codex",
         "Use it when Claude in Chrome fails, ask Claude for Excel.\n"),
        # what Claude is, is nothing that any agent is
        ("Claude is injection-resistant.\n", "codex", "Claude is injection-resistant.\n"),
        ("Claude has a large context and does not guess.\n", "codex",
         "Claude has a large context and does not guess.\n"),
        ("Ask Claude A, tell Claude WHAT it is.\n", "codex", "Ask Claude A, tell the agent WHAT it is.\n"),
        ("The next Claude has room.\n", "codex", "The next agent has room.\n"),
        ("Claude is asked first, and Claude is working.\n", "codex",
         "The agent is asked first, and the agent is working.\n"),
        # a program calls it, whichever agent follows the skill
        ("The script then calls Claude to improve it.\n", "codex", "The script then calls Claude to improve it.\n"),
        ("Rich enough that Claude would use it.\n", "codex", "Rich enough that the agent would use it.\n"),
        ("The Claude API is paid.\n", "codex", "The Claude API is paid.\n"),
        ("Use the `superpowers:a-b` skill.\n", "codex", "Use the `a-b` skill.\n"),
        ("Use the `superpowers:a-b` skill.\n", "claude-code", "Use the `superpowers:a-b` skill.\n"),
        ("Log: !`git log`\n", "pi", "Log: (run `git log` and use its output)\n"),
        # between two code spans, of which the first ends in an exclamation mark
        ("Files of `.gitignore !`-rules (as `keep/.gitkeep`) stay.\n", "pi",
         "Files of `.gitignore !`-rules (as `keep/.gitkeep`) stay.\n"),
        # a sub-agent of a plugin is there under neither name
        ("Use the skill `acme:plan-work`, then the `acme:review-work` agent.\n", "codex",
         "Use the skill `plan-work`, then the `acme:review-work` agent.\n"),
        ("It has `subagent_type=acme:review-work`, and the skill acme:plan-work.\n", "gemini-cli",
         "It has `subagent_type=acme:review-work`, and the skill plan-work.\n"),
        ("Log: !`git log`\n", "claude-code", "Log: !`git log`\n"),
        ("```!\ngit log\n```\n", "pi", "```bash run this and use its output\ngit log\n```\n"),
    ],
)  # fmt: skip
def test_what_becomes_of_words(text: str, target: str, result: str, tmp_path) -> None:
    assert changed(tmp_path, text, target) == result


def test_a_type_of_sub_agent_in_a_code_span_has_the_name_of_the_target(tmp_path):
    text = "Use the `general-purpose` subagent, or a general-purpose subagent.\n"
    assert changed(tmp_path, text, "opencode") == "Use the `general` subagent, or a general-purpose subagent.\n"
    assert changed(tmp_path / "codex", text, "codex") == text
