"""What is joined to a description."""

import pytest

from skillrt.passes.harness_edits.descriptions import joined
from skillrt.verify.specification import MAX_DESCRIPTION


@pytest.mark.parametrize(
    ("description", "more", "text", "whole"),
    [
        ("Makes maps.", "User says\n 'map'.", "Makes maps. - User says 'map'.", True),
        ("Makes maps. User says 'map'.", "User says 'map'.", "Makes maps. User says 'map'.", True),
        ("x" * 1000, "User says it.", "x" * 1000 + " - User says it.", True),
        ("x" * 1020, "User says it, or something else of the kind.", "x" * 1020, False),
        ("x" * 950, "Triggers: 'make a map of it all', 'draw the streets of', 'show me', 'a plan'.",
         "x" * 950 + " - Triggers: 'make a map of it all', 'draw the streets of', 'show me'", False),
        ("x" * 960, "For maps, e.g. of a town, or of a country. Never for globes, which are round.",
         "x" * 960 + " - For maps, e.g. of a town, or of a country.", False),
    ],
)  # fmt: skip
def test_joined(description: str, more: str, text: str, whole: bool) -> None:
    found = joined(description, more)
    assert (found.text, found.whole) == (text, whole)
    assert len(found.text) <= MAX_DESCRIPTION
