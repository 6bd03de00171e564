from skillrt.passes.concurrency.headed import by_bold_lines, by_headings, by_sections, title_line
from tests.passes.concurrency.sample import only, page, titles


def test_steps_by_keyword_stand_at_any_level_until_the_numbers_begin_again():
    text = "# T\n\n## Step 1: Look\n\na\n\n### Step 2: Do\n\nb\n\n## Step 1: Other\n\nc\n\n## Step 2: Last\n\nd\n"
    groups = list(by_headings(page(text)))
    assert [titles(group) for group in groups] == [["Look", "Do"], ["Other", "Last"]]
    # the first ends where the second begins, though that stands inside it
    assert [(draft.line, draft.end_line) for draft in groups[0].drafts] == [(3, 5), (7, 9)]
    assert groups[0].keyword == "step"


def test_bare_numbers_need_one_parent_and_a_first():
    text = "# T\n\n## Flow\n\n### 1. Look\n\na\n\n### 2. Do\n\nb\n\n## Other\n\n### 3. Not\n\nc\n"
    assert titles(only(by_headings(page(text)))) == ["Look", "Do"]


def test_a_section_of_the_workflow_may_count_on():
    text = "# T\n\n## First\n\n### 1. Look\n\na\n\n### 2. Do\n\nb\n\n## Workflow\n\n### 3. Tell\n\nc\n"
    group = only(by_headings(page(text)))
    assert titles(group) == ["Look", "Do", "Tell"]
    assert group.title == "Workflow"


def test_a_number_within_a_title_is_none():
    assert list(by_headings(page("# T\n\n## 3 ways to look\n\na\n\n## 4 ways to do\n\nb\n"))) == []


def test_alternatives_and_numbers_in_words_and_other_scripts():
    text = "# T\n\n## Step 1 — A\n\na\n\n## Step 1-B — B\n\na\n\n## Step 2 — C\n\na\n"
    assert [draft.label for draft in only(by_headings(page(text))).drafts] == ["1", "1-B", "2"]
    assert titles(only(by_headings(page("# T\n\n## Phase one: A\n\na\n\n## Phase two: B\n\nb\n")))) == ["A", "B"]
    assert len(only(by_headings(page("# T\n\n## 步骤1：看\n\na\n\n## 步骤2：做\n\nb\n"))).drafts) == 2


def test_bold_lines_take_what_follows_them():
    code = "```python\nx = 1\n```\n"
    text = f"# T\n\n## Run\n\nIt consists of two steps:\n\n**Step 1**: Load\n\n{code}\n**Step 2**: Use\n\ny\n"
    group = only(by_bold_lines(page(text)))
    assert titles(group) == ["Load", "Use"]
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(7, 11), (13, 15)]
    assert group.lead == "It consists of two steps:"


def test_the_line_of_a_title_has_no_marks():
    assert title_line("**Load** the file\nand more") == "Load the file"


def test_sections_without_numbers_where_most_are_orders():
    named = "## Read it\n\na\n\n### Part\n\nb\n\n## Write it\n\nc\n\n## Overview\n\nd\n\n## Send it\n\ne\n"
    group = only(by_sections(page(f"# T\n\n{named}")))
    assert titles(group) == ["Read it", "Write it", "Send it"]
    assert [(draft.line, draft.end_line) for draft in group.drafts] == [(3, 9), (11, 13), (19, 21)]
    assert list(by_sections(page("# T\n\n## Loops\n\na\n\n## Players\n\nb\n\n## Rewards\n\nc\n"))) == []


def test_all_sections_under_a_workflow():
    parts = "### Intake\n\na\n\n### Overview\n\nb\n\n### Handover\n\nc\n"
    assert titles(only(by_sections(page(f"# T\n\n## Workflow\n\n{parts}")))) == ["Intake", "Overview", "Handover"]
    assert list(by_sections(page(f"# T\n\n## Parts\n\n{parts}"))) == []


def test_a_title_has_neither_marks_nor_a_colon_at_its_end():
    assert title_line("**Query it:**\n- by name") == "Query it"


def test_what_else_work_is_counted_by():
    text = "# T\n\n## Sweep 1: Clarity\n\na\n\n## Sweep 2: Voice\n\nb\n"
    group = only(by_headings(page(text)))
    assert (group.keyword, titles(group)) == ("sweep", ["Clarity", "Voice"])
    # a verb stays with what it is done to
    text = "# T\n\n## Check ASI-01: Prompts\n\na\n\n## Check ASI-02: Tools\n\nb\n"
    assert titles(only(by_headings(page(text)))) == ["Check ASI-01: Prompts", "Check ASI-02: Tools"]
    assert list(by_headings(page("# T\n\n## Pattern 1: A\n\na\n\n## Pattern 2: B\n\nb\n"))) == []


def test_a_number_that_stands_twice_ends_nothing():
    numbered = "".join(f"### Step {n}: {title}\n\nIt.\n\n" for n, title in ((1, "A"), (2, "B"), (2, "C"), (3, "D")))
    assert titles(only(by_headings(page(f"# T\n\n## Workflow\n\n{numbered}")))) == ["A", "B", "C", "D"]
    twice = "".join(f"### Step {n}: {title}\n\nIt.\n\n" for n, title in ((1, "A"), (1, "B"), (2, "C")))
    assert titles(only(by_headings(page(f"# T\n\n## Workflow\n\n{twice}")))) == ["B", "C"]


def test_a_part_of_a_step_may_name_it_again():
    parts = "".join(f"## Phase {n}: Do {n}\n\nIt.\n\n### Phase {n} success criteria\n\nDone.\n\n" for n in (1, 2, 3))
    group = only(by_headings(page(f"# T\n\n{parts}")))
    assert [(draft.label, draft.end_line - draft.line) for draft in group.drafts] == [("1", 6), ("2", 6), ("3", 6)]
    within = "## Step 1: A\n\n### Step 1: B\n\nIt.\n\n### Step 2: C\n\nIt.\n"
    assert [titles(found) for found in by_headings(page(f"# T\n\n{within}"))] == [["B", "C"]]
