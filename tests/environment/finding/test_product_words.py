import pytest

from skillrt.environment.finding.product_words import is_worked_by, is_worked_with


def _worked(text, name="Slack"):
    start = text.index(name)
    return is_worked_with(text, start, start + len(name))


@pytest.mark.parametrize(
    "text",
    [
        "Post the summary to Slack.",
        "Pull the last ten messages from **Slack**",
        "Search Slack for open questions.",
        "If Slack is connected, look there first.",
        "- Slack: posts from the team",
        "Needs a Slack workspace.",
    ],
)
def test_work_with_a_product(text):
    assert _worked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Slack grew quickly.",
        "Teams that use Slack answer faster.",
        "For example, post the result to Slack.",
        "Join our community and post to Slack.",
    ],
)
def test_a_product_that_is_spoken_of(text):
    assert not _worked(text)


def test_long_sentences_are_read_quickly():
    text = "post " * 5000 + "Slack" + " -" * 5000
    assert not _worked(text)


def test_what_a_description_says_a_skill_works_by():
    text = "Notes by search, using Slack and patience."
    assert is_worked_by(text, text.index("Slack"), text.index("Slack") + 5)
    assert not is_worked_by("Jokes for Slack.", 10, 15)
    told = "Makes sheets. Do NOT use it for work with the Slack API."
    assert not is_worked_by(told, told.index("Slack"), told.index("Slack") + 5)
