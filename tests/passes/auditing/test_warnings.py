"""A sentence silences the command that it is about, and no other."""

import pytest

from skillrt.passes.auditing.warnings import forbids_what_follows, is_of_bad_things, marks_as_bad, warns_of


@pytest.mark.parametrize(
    "before",
    [
        "Never run",
        "Do not use",
        "Avoid piping downloads into a shell:",
        "❌ Bad:",
        "Must Not:",
        "The hook blocks commands like",
        "Scan for",
        "Use a package instead of",
        "Attackers could write:",
    ],
)
def test_what_forbids_or_looks_for_the_command(before):
    assert forbids_what_follows(before)


@pytest.mark.parametrize(
    "before",
    [
        "Never skip this step:",
        "To avoid errors, run this:",
        "Don't worry, this is safe. Run:",
        "Do not use the old way; run",
        "Avoid errors:",
        "Never forget to run",
        "If it is blocked or flagged as risky, run",
    ],
)
def test_a_word_of_warning_about_something_else_excuses_nothing(before):
    assert not forbids_what_follows(before)


def test_headings_comments_and_what_is_said_afterwards():
    assert is_of_bad_things("Red flags")
    assert is_of_bad_things("Anti-Patterns")
    assert not is_of_bad_things("Avoid errors and risks")
    assert not is_of_bad_things("Block design")
    assert marks_as_bad("# BAD: runs unseen code")
    assert not marks_as_bad("# Do not interrupt this, it avoids wrong results")
    assert warns_of("The line ", "` is dangerous.")
    assert not warns_of("Run ", "` and go on.")
