import pytest

from skillrt.gateway.assembly.user_text import user_text
from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Cut, Traffic


@pytest.mark.parametrize(
    ("harness", "text", "words"),
    [
        ("claude-code", "<system-reminder>x</system-reminder>", ""),
        ("claude-code", "Fold.<system-reminder>a</system-reminder> Now.<system-reminder>b", "Fold. Now."),
        ("claude-code", "Base directory for this skill: /x\n\n# Paper\nARGUMENTS: Ada", ""),
        (
            "claude-code",
            "<command-message>p</command-message>\n<command-name>/p</command-name>\n<command-args>A</command-args>",
            "/p\nA",
        ),
        ("claude-code", "[Request interrupted by user for tool use]", ""),
        ("codex", "<environment_context>\n<cwd>/w</cwd>\n</environment_context>", ""),
        ("codex", "<skill>\n<name>p</name>\n</skill>", ""),
        ("codex", "# AGENTS.md instructions for /w\n\nBe brief.", ""),
        ("opencode", '"Fold it."', "Fold it."),
        ("opencode", '"a" and "b"', '"a" and "b"'),
        ("pi", '<skill name="p" location="/x">\nbody\n</skill>\n\nAda', "Ada"),
        ("openclaw", "[Sun 2026-11-22 11:35 UTC] Fold.\n\nRuntime: agent=main | session=x", "Fold."),
        ("openclaw", "[note] Fold.", "[note] Fold."),
        ("gemini-cli", "This is the Gemini CLI. We are setting up the context for our chat.\nMonday.", ""),
    ],
)  # fmt: skip
def test_what_the_user_said(harness: str, text: str, words: str):
    assert user_text(text, shipped_harnesses()[harness].traffic) == words


def test_without_a_descriptor_the_text_is_the_users():
    assert user_text("  <x>Fold.</x> ", Traffic()) == "<x>Fold.</x>"


def test_a_cut_that_never_ends_goes_to_the_end():
    assert user_text("a<b>c", Traffic(cuts=(Cut(begin="<b>", end="</b>"),))) == "a"
