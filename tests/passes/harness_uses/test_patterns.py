"""Patterns over word sets."""

from skillrt.passes.harness_uses.patterns import any_of, line_around, within


def test_longer_words_come_first_and_boundaries_are_ascii() -> None:
    pattern = any_of(frozenset({"Claude", "Claude Code"}), r"\w", r"(?!\w)")
    match = pattern.search("Claude Codeを使う")
    assert match
    assert match["w"] == "Claude Code"
    assert any_of(frozenset({"a.b"}), r"\w", "").search("axb") is None


def test_the_line_around_a_place() -> None:
    text = "one\ntwo words here\nthree"
    at = text.index("words")
    assert line_around(text, at, at + 5) == "two words here"
    assert len(line_around("x" * 10_000, 5000, 5001)) <= 482


def test_places_within_stretches() -> None:
    stretches = [(3, 5), (10, 20), (12, 14), (20, 22)]
    lies = within(stretches)
    assert [at for at in range(25) if lies(at)] == [
        at for at in range(25) if any(start <= at < end for start, end in stretches)
    ]
    assert not within(())(0)
