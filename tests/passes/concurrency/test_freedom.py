from skillrt.passes.concurrency.freedom import alternatives, apart
from tests.passes.concurrency.sample import edges, works


def headed(*titles: str) -> str:
    return "# T\n\n## Phases\n\n" + "".join(
        f"### Phase {n}: {title}\n\nLook.\n\n" for n, title in enumerate(titles, 1)
    )


def test_three_of_one_kind_need_not_wait_for_each_other():
    text = headed("Reconnaissance", "Header testing", "Form testing", "Session testing", "Report")
    assert set(apart(works(text), ())) == {(1, 2), (1, 3), (2, 3)}
    assert edges(text) == [
        (1, 2, "order"), (1, 3, "order"), (1, 4, "order"), (2, 5, "order"), (3, 5, "order"), (4, 5, "order"),
    ]  # fmt: skip
    assert set(apart(works(text), {(1, 2)})) == set()


def test_two_of_one_kind_and_what_others_build_on_wait():
    assert set(apart(works(headed("Look", "Update pages", "Update links", "End")), ())) == set()
    assert set(apart(works(headed("Create the map", "Create tickets", "Create links")), ())) == set()


def test_code_that_uses_nothing_of_the_step_before():
    text = (
        "# T\n\n## Workflow\n\n```python\n# 1. Find\nkey = find()\n# 2. Entry\nentry = fetch(key)\n"
        "# 3. Links\nlinks = search(key)\n# 4. Join\nrows = join(entry, links)\n```\n"
    )
    found = {(first, then) for first, then, _ in edges(text)}
    assert found == {(1, 2), (1, 3), (2, 4), (3, 4)}


def test_the_same_number_with_a_letter_is_an_alternative():
    text = "# T\n\n## Step 1: Ask\n\na\n\n## Step 1-B: Draw\n\nb\n\n## Step 2: Use\n\nc\n"
    assert list(alternatives(works(text))) == [(0, 1)]
