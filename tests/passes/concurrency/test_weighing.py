import pytest

from skillrt.passes.concurrency.weighing import is_catalogue, weight_of
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


def test_what_tells_of_a_program_is_none():
    program = "1. Opens the page\n2. Captures the map\n3. Returns the address\n"
    assert weight(f"## How it works\n\n{program}") < 3
    assert weight("## How it works\n\n1. The user types it\n2. The handler captures it\n3. Sends it\n") < 3
    assert weight(f"## Pipeline\n\nThis script shows:\n\n{LIST}") < weight(f"## Pipeline\n\n{LIST}")


def test_under_advice_nothing_is_a_workflow():
    assert weight(f"## Best practices\n\n### Development workflow\n\n{LIST}") < 3
