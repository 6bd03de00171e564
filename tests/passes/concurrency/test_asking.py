import pytest

from skillrt.errors import Span
from skillrt.ir import Block
from skillrt.passes.concurrency.asking import asks_user, waits_for_answer
from skillrt.reading.sentences import sentences_of


def waits(text: str) -> bool:
    span = Span("SKILL.md", 0, len(text), 1, 1)
    return waits_for_answer(sentences_of(Block("b", "paragraph", span, text=text), "paragraph"))


@pytest.mark.parametrize(
    "text",
    [
        "Ask the user for a date.",
        "Wait for the user's reply before you go on.",
        "Stop and wait for a clear yes.",
        "Confirm the choice with the user.",
        "Share a summary with the user: is anything missing?",
        "Get human sign-off.",
        'Then ask: "Does this look correct?"',
        "**Confirm before proceeding:**",
    ],
)
def test_the_user_is_asked(text):
    assert asks_user(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wait for fonts to load.",
        "Wait for completion and tell the user.",
        "Do NOT wait for the user to ask.",
        "Share the file with the user.",
        "It is packed into a file that gets shared with the user.",
        "A cheat sheet with the user's top habits.",
        "Does it agree the format with the user?",
        "**Sign-off:**",
        'For each part, ask: "Is it needed?"',
    ],
)
def test_nobody_is_asked(text):
    assert not asks_user(text)


def test_what_comes_behind_waits_until_the_user_agrees():
    assert waits("Show the plan. Ask the user. Collect all answers before proceeding.")
    assert waits("Get approval for the plan.")
    assert waits("Ask the user until the plan is approved.")


def test_an_approval_that_was_given_before_or_is_told_elsewhere_is_none_to_wait_for():
    assert not waits("Apply the approved plan and ask about the next one.")
    assert not waits("Once the user confirms the plan, create the folder.")
    assert not waits("Ask the user for a name. Write it down. Load all documents. Read them before proceeding.")
