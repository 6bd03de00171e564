"""Links to headings."""

from skillrt.reading.fragments import fragment_of, fragments_meant


def test_a_fragment_is_made_of_the_words_of_a_heading() -> None:
    assert fragment_of("Phase 2: Root CLAUDE.md — The Hub") == "phase-2-root-claudemd--the-hub"
    assert fragment_of("`run_all` [again]") == "run_all-again"


def test_fragments_that_links_have() -> None:
    texts = [
        "[a](#Top) and [b](other.md#the-end)",
        '<a href="#x">',
        "# Heading",
        "issue #12 is none",
    ]
    assert fragments_meant(texts) == {"top", "the-end", "x", "12"}
