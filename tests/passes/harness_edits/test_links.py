"""Links to headings."""

from tests.passes.uses import changed


def test_a_heading_that_a_link_means_keeps_its_words_and_so_does_the_link(tmp_path) -> None:
    text = (
        "- [Phase 2: Root CLAUDE.md — The Hub](#phase-2-root-claudemd--the-hub)\n\n"
        "## Phase 2: Root CLAUDE.md — The Hub\n\nWrite CLAUDE.md.\n\n## CLAUDE.md again\n"
    )
    result = text.replace("Write CLAUDE.md", "Write AGENTS.md").replace("## CLAUDE.md again", "## AGENTS.md again")
    assert changed(tmp_path, text, "codex") == result
