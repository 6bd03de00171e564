import pytest

from skillrt.passes.concurrency.features import Surroundings, features_of, is_other
from skillrt.passes.concurrency.workflows import candidates
from tests.passes.concurrency.sample import only, page

LIST = "1. Read the file.\n2. Then write the summary.\n3. Check the result.\n"


def seen(text: str) -> dict[str, float]:
    """The features of the only group of a text."""
    shown = page(f"# T\n\n{text}")
    place = Surroundings(shown, tuple(candidates(shown)))
    return features_of(only(place.groups), place)


def test_form_titles_and_steps():
    found = seen(f"## Workflow\n\n{LIST}")
    assert found["by list"] == found["title: workflow"] == found["orders"] == found["one line"] == 1
    assert found["begins as work does"] == found["ends as work does"] == 1
    assert found["says what comes next"] == pytest.approx(2 / 3)
    assert found["points"] > seen(f"## A\n\n{LIST}")["points"]
    assert "in a reference" not in found
    assert "within a step" not in found


def test_next_steps_a_plural_and_a_lead_that_lists():
    assert "title: workflow" not in seen(f"## Next steps\n\n{LIST}")
    assert "title: workflow" not in seen(f"## Common workflows\n\n{LIST}")
    assert "around: advice" in seen(f"## Best practices\n\n### Flow\n\n{LIST}")
    assert "lead: other" in seen(f"## A\n\nIt supports:\n\n{LIST}")


def test_sections_without_numbers_have_no_points():
    found = seen("## Read it\n\na\n\n## Write it\n\nb\n\n## Send it\n\n```\nc\n```\n")
    assert found["by sections"] == 1
    assert "points" not in found
    assert found["code"] == pytest.approx(1 / 3)


def test_the_other_groups_of_the_document():
    text = f"## Step 1: X\n\n### Flow\n\n{LIST}\n## Step 2: Y\n\nb\n\n## Reading\n\n{LIST}"
    shown = page(f"# T\n\n{text}", "other.md")
    place = Surroundings(shown, tuple(candidates(shown)))
    steps, inner, outer = (features_of(group, place) for group in sorted(place.groups, key=lambda item: item.line))
    assert "another has a keyword" not in steps
    assert inner["another has a keyword"] == inner["within a step"] == inner["in a reference"] == 1
    assert "another is titled so" not in inner
    assert outer["another is titled so"] == 1
    assert "within a step" not in outer


@pytest.mark.parametrize(
    "text",
    [
        f"## Example workflow\n\n{LIST}",
        "## Core workflows\n\n" + "".join(f"### {n}. Fetch {n}\n\nCall it.\n\n" for n in range(1, 5)),
        "## Workflows\n\n1. Diversity: read → count → draw\n2. Trees: align → join → draw\n",
        "## Workflow\n\nAsk the user:\n\n1. What is it for?\n2. Who reads it?\n3. How long is it?\n",
        "## Next\n\n" + "".join(f"{n}. Set up {n} → `references/{n}.md`\n" for n in range(1, 5)),
    ],
)
def test_what_is_no_workflow_whatever_it_says(text):
    assert is_other(only(candidates(page(f"# T\n\n{text}"))))


def test_questions_that_order_are_steps():
    assert not is_other(only(candidates(page("# T\n\n1. Verify: does it build?\n2. Check: does it pass?\n"))))
