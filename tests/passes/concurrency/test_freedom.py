from skillrt.passes.concurrency.freedom import alternatives, apart, looks_only
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


def test_parts_of_one_step_are_no_alternatives_but_cases_and_ways_are():
    text = "# T\n\n## Steps\n\n" + "".join(
        f"### Step {label}: {title}\n\nWork.\n\n"
        for label, title in (("1a", "Look"), ("1b", "Read"), ("2a", "Sync (if chosen)"), ("2b", "Ignore (if chosen)"))
    )
    assert list(alternatives(works(text))) == [(2, 3)]
    text = headed("Look", "Path A: Draw it", "Path B: Write it", "Option C: Say it", "End")
    assert list(alternatives(works(text))) == [(1, 2)]


def test_commands_that_only_look_wait_for_none_of_each_other():
    def shown(*codes: str) -> str:
        blocks = (f"### Step {at}: Part {at}\n\n```sh\n{code}\n```\n\n" for at, code in enumerate(codes, 1))
        return "# T\n\n## Steps\n\n" + "".join(blocks)

    assert list(looks_only(works(shown("git log", "ls a", "make b")), ())) == [range(2)]
    assert list(looks_only(works(shown("A=$(git log)", "echo $A", "make b")), ())) == []
    assert list(looks_only(works(shown("git log > a", "ls a", "make b")), ())) == []
    assert list(looks_only(works(shown("gh run list", "gh run view <run-id>", "make b")), ())) == []
    # what decides, waits or only says something keeps its place
    for gate in ("test -e a", "grep -q b a", "sleep 1", "curl -sf https://a.example", "[ -e a ] && cat a", "echo a"):
        assert list(looks_only(works(shown("git log", gate, "ls a")), ())) == [], gate


def test_ways_whose_commands_touch_the_same_file_are_not_run_at_once():
    blocks = (
        f"### Step {at}: {name}\n\n```sh\n{code}\n```\n\n"
        for at, (name, code) in enumerate(
            (("Path A", "cp a b.txt"), ("Path B", "cp c b.txt"), ("End", "ls b.txt")), 1
        )
    )
    found = edges("# T\n\n## Steps\n\n" + "".join(blocks))
    assert (1, 2) in {(first, then) for first, then, _ in found}
