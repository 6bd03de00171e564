from skillrt.passes.concurrency.listed import by_code, by_lists
from tests.passes.concurrency.sample import only, page, titles


def test_a_list_that_code_cuts_in_pieces_is_one():
    text = "# T\n\n1. Load\n\n```sh\na\n```\n\n2. Run\n\n```sh\nb\n```\n\n3. Save\n"
    group = only(by_lists(page(text)))
    assert titles(group) == ["Load", "Run", "Save"]
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(3, 7), (9, 13), (15, 15)]


def test_two_lists_that_begin_at_one_are_two():
    groups = list(by_lists(page("# T\n\n1. a\n2. b\n\ntext\n\n1. c\n2. d\n")))
    assert [titles(group) for group in groups] == [["a", "b"], ["c", "d"]]
    assert [group.by for group in groups] == ["list", "list"]


def test_check_lists_before_and_after_are_one():
    text = "# T\n\nBefore the run:\n- [ ] Read\n- [ ] Ask\n\nAfter the run:\n- [ ] Check\n"
    assert titles(only(by_lists(page(text)))) == ["Read", "Ask", "Check"]
    # without a time they are two lists, and one point is none
    assert titles(only(by_lists(page(text.replace("After", "For"))))) == ["Read", "Ask"]


def test_comments_and_numbered_lines_of_a_block():
    text = "# T\n\n```python\n# 1. Load\nx = 1\n\n# 2. Fit\ny = x\n\n# 3. Save\nz = y\n```\n"
    group = only(by_code(page(text)))
    assert (group.by, titles(group)) == ("comments", ["Load", "Fit", "Save"])
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(4, 5), (7, 8), (10, 11)]
    lines = "# T\n\n```\n1. NAME it\n   - well\n2. DO it\n3. CHECK it\n```\n"
    assert [draft.line for draft in only(by_code(page(lines))).drafts] == [4, 6, 7]


def test_numbers_with_a_gap_are_no_steps():
    assert list(by_code(page("# T\n\n```python\n# 1. Load\nx = 1\n# 3. Save\nz = y\n# 4. End\n```\n"))) == []


def test_a_list_that_counts_on_behind_a_heading_is_one():
    text = "# T\n\n## Steps\n\n1. Read\n2. Write\n\n### Table\n\n| a | b |\n|---|---|\n| c | d |\n\n3. Check\n"
    group = only(by_lists(page(text)))
    assert titles(group) == ["Read", "Write", "Check"]
    # the heading between belongs to none
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(5, 5), (6, 6), (14, 14)]
    assert len(list(by_lists(page(text.replace("3. Check", "1. Check\n2. Tell"))))) == 2


def test_points_behind_a_numbered_item_say_more_of_it():
    text = "# T\n\n1) Scope\n- Define it\n- Name it\n\n2) Build\n- Write it\n\n3) Ship\n"
    group = only(by_lists(page(text)))
    assert titles(group) == ["Scope", "Build", "Ship"]
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(3, 5), (7, 8), (10, 10)]
    # where no number follows they are a list of their own
    assert [titles(item) for item in by_lists(page("# T\n\n1) Scope\n- Define it\n- Name it\n"))] == [
        ["Define it", "Name it"]
    ]


def test_comments_may_begin_at_nothing():
    text = "# T\n\n```sh\n# 0. Look\nls\n\n# 1. Build\nmake\n\n# 1b. Or\nmake b\n\n# 2. Run\n./a\n```\n"
    assert titles(only(by_code(page(text)))) == ["Look", "Build", "Run"]


def test_a_last_item_that_only_says_where_more_is():
    text = "# T\n\n## Workflow\n\n1. Read it.\n2. Write it.\n3. **Reference:** See `guide.md` for more.\n"
    assert titles(only(by_lists(page(text)))) == ["Read it.", "Write it."]
