"""What a text holds of the lexicon."""

from skillrt.passes.harness_uses.lexicon import lexicon
from skillrt.passes.harness_uses.presence import known_words, presence, speaks_of_tools
from skillrt.targets import load_harnesses


def _presence(text: str):
    known = lexicon(load_harnesses())
    return presence(text, known_words(text, known), known, "sample")


def test_words_end_at_whatever_is_no_ascii_letter_or_digit() -> None:
    found = known_words("工具TodoWrite、`Bash(x)` $CODEX_CI Bashful 2Read \udcff", lexicon(load_harnesses()))
    assert found == {"TodoWrite", "Bash", "CODEX_CI"}


def test_an_ordinary_text_holds_nothing() -> None:
    found = _presence("Compute the mean of each column; print a table.")
    assert not found.gate
    other = (found.environment, found.arguments, found.commands, found.plugins, found.expansions)
    assert not any(other)


def test_what_is_there_is_seen() -> None:
    found = _presence(
        "Claude Code: $ARGUMENTS in CLAUDE.md, `/x`, {baseDir}, CODEX_CI, skill a:b-c, TodoWrite, ~/.cursor/x"
    )
    assert "Claude Code" in found.products
    assert "CLAUDE.md" in {row.text for row in found.files}
    assert [row.text for row in found.markers if row.text.startswith("{")] == ["{baseDir}"]
    assert found.arguments
    assert found.commands
    assert found.environment
    assert found.plugins == {"a"}
    assert "claude-code" in found.spoken
    assert found.rooted
    assert found.tools == {"TodoWrite"}


def test_plain_lower_case_tools_count_only_where_tools_are_spoken_of() -> None:
    assert _presence("read and write").shy == frozenset()
    assert _presence("the read tool").shy == {"read"}
    assert _presence("read 工具").shy == {"read"}
    assert speaks_of_tools("ツール")
    assert not speaks_of_tools("nothing")


def test_the_skills_own_command_counts_anywhere() -> None:
    assert _presence("say /sample").commands
    assert not _presence("say /other").commands


def test_plugins_whose_skills_are_to_be_used():
    told = '"Use superpowers:finishing-a-development-branch" [shape=box]'
    assert _presence(told).plugins == {"superpowers"}
    assert not _presence("Use node:lts-alpine, hover:bg-red-500 and key:some-value").plugins
