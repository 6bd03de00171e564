import pytest

from skillrt.passes.concurrency.weighing import is_all_orders, is_catalogue, stems_of, tells, weight_of
from skillrt.passes.concurrency.workflows import candidates
from tests.passes.concurrency.sample import only, page

LIST = "1. Read the file.\n2. Write the summary.\n3. Check the result.\n"
HEADED = "### 1. Create a page\n\na\n\n### 2. List pages\n\nb\n\n### 3. Delete a page\n\nc\n"


def weight(text: str) -> int:
    """The weight of the only group of a text."""
    shown = page(f"# T\n\n{text}")
    return weight_of(only(candidates(shown)), shown)


def test_a_title_a_lead_and_orders_count():
    plain = weight(f"## A\n\n{LIST}")
    assert weight(f"## Workflow\n\n{LIST}") > plain
    assert weight(f"## A\n\nFollow these steps:\n\n{LIST}") > plain
    assert weight("## A\n\n1. A file.\n2. The summary.\n3. One result.\n") < plain


@pytest.mark.parametrize("title", ["Common workflows", "Core workflows", "Use cases"])
def test_numbered_headings_under_a_plural_are_jobs_of_their_own(title):
    shown = page(f"# T\n\n## {title}\n\n{HEADED}")
    assert is_catalogue(only(candidates(shown)))
    assert weight(f"## {title}\n\n{HEADED}") == 0
    assert weight(f"## Workflow\n\n{HEADED}") >= 3


def test_items_that_are_chains_of_steps_are_jobs_of_their_own():
    assert weight("## Workflows\n\n1. Diversity: read → count → draw\n2. Trees: align → join → draw\n") == 0


def test_what_only_shows_or_tells_of_a_program_is_none():
    assert weight(f"## Example workflow\n\n{LIST}") == 0
    program = "1. Opens the page\n2. Captures the map\n3. Returns the address\n"
    assert weight(f"## How it works\n\n{program}") < 3
    assert weight("## How it works\n\n1. The user types it\n2. The handler captures it\n3. Sends it\n") < 3
    assert weight(f"## Pipeline\n\nThis script shows:\n\n{LIST}") < weight(f"## Pipeline\n\n{LIST}")


def test_questions_to_the_user_are_no_steps():
    assert weight("## Workflow\n\nAsk the user:\n\n1. What is it for?\n2. Who reads it?\n3. How long is it?\n") < 3
    assert weight("## Workflow\n\n1. Verify: does it build?\n2. Check: does it pass?\n3. Tell: is it done?\n") >= 3


def test_under_advice_nothing_is_a_workflow():
    assert weight(f"## Best practices\n\n### Development workflow\n\n{LIST}") < 3


def test_orders_without_a_title_that_says_what_they_are():
    orders = "1. Read it.\n2. Choose one.\n3. Write it.\n4. Close it.\n"
    neutral = page(f"# T\n\n## A ticket\n\n{orders}")
    assert is_all_orders(only(candidates(neutral)), neutral)
    advice = page(f"# T\n\n## Key reminders\n\n{orders}")
    assert not is_all_orders(only(candidates(advice)), advice)


def test_whether_a_title_orders():
    assert tells("Read the file")
    assert tells("Chart the map")
    assert not tells("The file")


def test_stems_leave_out_what_says_workflow():
    assert stems_of("Local Skills Discovery Process") == {"local", "skill", "disco"}
