import pytest

from skillrt.passes.concurrency.chances import Weights, chance_of, shipped, weights_in
from skillrt.passes.concurrency.features import Surroundings
from skillrt.passes.concurrency.workflows import candidates
from tests.passes.concurrency.sample import only, page

LIST = "1. Read the file.\n2. Write the summary.\n3. Check the result.\n"
HEADED = "### 1. Create a page\n\na\n\n### 2. List pages\n\nb\n\n### 3. Delete a page\n\nc\n"


def chance(text: str, weights: Weights | None = None) -> float:
    """The chance of the only group of a text."""
    shown = page(f"# T\n\n{text}")
    place = Surroundings(shown, tuple(candidates(shown)))
    return chance_of(only(place.groups), place, weights or shipped())


def test_titles_orders_and_what_is_around():
    plain = chance(f"## A\n\n{LIST}")
    assert chance(f"## Workflow\n\n{LIST}") > plain > chance("## A\n\n1. A file.\n2. The summary.\n3. One result.\n")
    assert chance(f"## Best practices\n\n### Flow\n\n{LIST}") < chance(f"## Flow\n\n{LIST}")
    assert chance(f"## Common workflows\n\n{HEADED}") < shipped().first < chance(f"## Workflow\n\n{HEADED}")


def test_what_only_shows_has_none():
    assert chance(f"## Example workflow\n\n{LIST}") == 0


def test_it_is_the_sum_of_what_is_seen():
    weights = Weights(-1.0, 0.3, 0.4, 0.5, 12, {"orders": 2.0, "by list": -1.0})
    assert chance(f"## A\n\n{LIST}", weights) == 0.5
    assert chance(f"## A\n\n{LIST}", Weights(0.0, 0.3, 0.4, 0.5, 12, {"orders": 2.0})) == pytest.approx(
        0.881, abs=0.001
    )


def test_the_shipped_weights_are_in_order():
    used = shipped()
    assert 0 < used.first <= used.more <= used.elsewhere < 1
    assert used.features["points"] > 1
    assert used.features["title: workflow"] > 0


def test_weights_of_a_file():
    text = "base = -1.0\nfirst = 0.3\nmore = 0.4\nelsewhere = 0.6\nsteps = 14\n"
    assert weights_in(f'[weights]\n{text}[weights.features]\n"a b" = 2.0\n').features == {"a b": 2.0}
