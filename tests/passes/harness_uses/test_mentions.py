"""Products that a description speaks of, and those that it names in passing."""

import pytest

from skillrt.passes.harness_uses import lexicon
from skillrt.passes.harness_uses.mentions import product_names, products_spoken_of
from skillrt.targets import load_harnesses
from tests.growth import require_proportion

KNOWN = lexicon(load_harnesses())


@pytest.mark.parametrize(
    "text",
    [
        "Sets up Claude Code hooks.",
        "Command development best practices for Claude Code.",
        "Set up git guards, or block git push in Claude Code hooks.",
        "Use it to configure hooks in Claude Code.",
        "Finds the right commands, agents and skills in Claude Code when unsure.",
        "Extracts patterns from Claude Code sessions.",
        "Compares Claude Code, Aider and others on tasks.",
        "Recovers work from Codex CLI, Claude Code, and OpenCode limits.",
        "Audits Claude skills and commands.",
    ],
)
def test_what_a_product_is_set_up_or_judged_for_is_spoken_of(text: str) -> None:
    assert "claude-code" in products_spoken_of(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Reads release notes. Use it in Claude Code when a new version comes out.",
        "Queries notebooks directly from Claude Code for answers with sources.",
        "Runs in Gemini CLI, Claude Code, or OpenCode.",
        "Pulls activity from GitHub, Jira, and Claude Code session history.",
        "Scrapes posts. Works with Claude Code, Cursor & others.",
        "Use when Claude Code needs to read posts.",
        "A guide for Claude Code to craft pages.",
    ],
)
def test_a_place_to_run_in_is_named_in_passing(text: str) -> None:
    assert "claude-code" in product_names(text, KNOWN)
    assert products_spoken_of(text, KNOWN) == set()


def test_one_mention_in_earnest_is_enough() -> None:
    text = "Sets up Claude Code hooks. Use it in Claude Code when git push must be blocked."
    assert products_spoken_of(text, KNOWN) == {"claude-code"}


def test_a_long_description_takes_no_longer_than_its_length() -> None:
    def read(count: int) -> None:
        products_spoken_of("in A, from B, Claude Code " * count, KNOWN)

    require_proportion(read, 500)
