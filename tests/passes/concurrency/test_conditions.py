import pytest

from tests.passes.concurrency.sample import works


def conditional(first: str, *others: str) -> list[bool]:
    rest = "".join(f"{at}. {item}\n" for at, item in enumerate((first, *others, "Read it.", "Save it."), 1))
    return [work.condition is not None for work in works(f"# T\n\n## Workflow\n\n{rest}")][: 1 + len(others)]


@pytest.mark.parametrize(
    "title",
    [
        "If the key is missing, ask for one.",
        "Restart the server if the config changed.",
        "Write the summary (if asked)",
        "Ask follow-ups only if blocking.",
        "Deploy: promote to production if metrics pass",
        "Update the notes if needed",
        "Use the linter (if available) - it finds more",
        "Normalize the counts (optional but recommended)",
        "(Optional) Add a section",
    ],
)
def test_a_title_with_a_condition_of_its_own(title):
    assert conditional(title) == [True]


@pytest.mark.parametrize(
    "title",
    [
        "Check that the key is set. If it is missing, say how to get one.",
        "Check if the server runs",
        "Find out if it is a question",
        "Search for the title (include the season if relevant)",
        "Scope the window (optional `--since`)",
        "Validate the build and update callers if needed",
        "Sum it up, update the notes if applicable",
        "Refactor if needed, verify that tests still pass",
        "Install it and restart the server if the config changed",
        "Bump the count; if the user accepted the new name",
        "Check optional dependencies",
    ],
)
def test_a_case_within_a_step_that_is_always_done(title):
    assert conditional(title) == [False]


def test_one_way_or_another_it_is_done():
    assert conditional("**Length:** If it is long, cut it.") == [True]
    assert conditional("**Length:** If it is long, cut it. Otherwise keep it.") == [False]


def test_a_title_that_was_cut_off_has_no_end():
    assert conditional(f"Restart the {'very ' * 20}busy server if the config changed") == [False]
