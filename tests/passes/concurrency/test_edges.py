from tests.passes.concurrency.sample import edges, graph


def steps(*lines: str) -> str:
    return "# T\n\n## Steps\n\n" + "".join(f"{n}. {line}\n" for n, line in enumerate(lines, 1))


def test_steps_are_in_order_unless_something_says_more():
    assert edges(steps("Look at it.", "Think of it.", "Tell it.")) == [(1, 2, "order"), (2, 3, "order")]


def test_a_file_that_is_written_and_read():
    found = edges(steps("Write `a.json`.", "Look around.", "Read `a.json`."))
    assert (1, 3, "data") in found
    assert (2, 3, "order") in found


def test_two_that_write_the_same_file_are_in_order():
    assert (1, 3, "data") in edges(steps("Write `a.md`.", "Look around.", "Append the sums to `a.md`."))


def test_names_of_code_without_what_other_data_carry():
    text = (
        "# T\n\n## Workflow\n\n```python\n# 1. Load\nx = load()\n# 2. Split\na, b = split(x)\n"
        "# 3. Shape\ns = shape()\n# 4. Fit\nm = fit(a, s)\n# 5. Test\nprint(m, b)\n```\n"
    )
    found = edges(text)
    assert {(1, 2, "data"), (2, 4, "data"), (3, 4, "data"), (4, 5, "data")} <= set(found)
    # b goes from 2 to 5 as well, but 2 -> 4 -> 5 says that already
    assert (2, 5, "data") not in found


def test_a_step_that_another_names_by_number():
    assert (1, 3, "data") in edges(steps("Search.", "Look around.", "Sort what step 1 found."))
    # going back is no dependence
    assert (1, 3, "data") not in edges(steps("Search.", "Look around.", "If it fails, go back to step 1."))


def test_a_condition_decides_and_is_gone_around():
    found = edges(steps("Collect it.", "If there are many, split it.", "Send it round."))
    assert found == [(1, 2, "control"), (1, 3, "data"), (2, 3, "order")]


def test_an_approval_and_a_way_out():
    assert (1, 2, "control") in edges(steps("Show the plan and wait for approval.", "Write it.", "Tell it."))
    assert (1, 2, "control") in edges(steps("Look. If nothing changed, stop.", "Write it.", "Tell it."))


def test_alternatives_have_no_edge_and_meet_again():
    text = "# T\n\n## Step 1: Ask\n\na\n\n## Step 1-B: Draw\n\nb\n\n## Step 2: Use\n\nc\n"
    assert edges(text) == [(1, 3, "order"), (2, 3, "order")]


def test_what_a_participle_and_a_result_refer_to():
    found = edges(steps("Copy the script.", "Read the form.", "Edit the copied script."))
    assert (1, 3, "data") in found
    found = edges(steps("Search for tools.", "Check the connection.", "Run what comes from the search results."))
    assert (1, 3, "data") in found


def test_a_step_that_is_to_come_after_a_later_one_is_a_cycle():
    found = graph(steps("Look.", "Write it, but only after step 3.", "Check.", "End."))
    assert [(link.first + 1, link.then + 1) for link in found.against] == [(3, 2)]
    assert all(link.first < link.then for link in found.links)
    assert graph(steps("Look.", "Write.", "Check after step 1.", "End.")).against == ()


def test_every_edge_has_a_reason_and_a_place():
    for link in graph(steps("Write `a.md`.", "Read `a.md`.", "If done, stop.", "Tell it.")).links:
        assert link.reason
        assert link.span.file == "SKILL.md"


def test_reasons_name_steps_by_their_number_in_the_text_and_their_id_where_that_is_another():
    text = "# T\n\n" + "".join(
        f"## Phase {at}: {title}\n\n{body}\n\n"
        for at, title, body in ((0, "Look", "a"), (1, "Optional: Tidy", "b"), (2, "Report", "Use what phase 0 gave."))
    )
    assert [link.reason for link in graph(text).links if link.kind == "data"] == ["it uses what phase 0 (s1) gave"]
    text = text.replace("Use what phase 0 gave.", "c")
    assert [link.reason for link in graph(text).links if link.kind == "data"] == [
        "phase 1 (s2) between them may not be done"
    ]
