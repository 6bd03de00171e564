import pytest

from skillrt.passes.concurrency.list_regions import lists_at_once
from tests.passes.concurrency.sample import page


def found(text: str, *, in_step: bool = True):
    shown = page(text)
    steps = [leaf.id for section in shown.sections for leaf in section.leaves] if in_step else []
    return [
        (item.kind, item.span.line, item.span.end_line, item.width) for item in lists_at_once(shown, steps).values()
    ]


def test_things_to_look_for():
    text = "1. Explore\n   - Find the modules\n   - Locate the docs\n2. Go on\n"
    assert found(text) == [("instruction", 2, 3, 2)]
    assert found(text, in_step=False) == []


def test_the_last_item_may_say_what_holds_otherwise():
    assert found("- Look for `a`\n- Look for `b`\n- If there is none, take c\n") == [("instruction", 1, 2, 2)]


def test_queries_to_be_searched_for():
    assert found('Search for:\n\n- `"[topic] examples"`\n- "best of [topic]"\n') == [("instruction", 3, 4, 2)]
    assert found('Search with queries like:\n\n- "[topic] examples"\n- "best of [topic]"\n') == []
    assert found('Say one of:\n\n- "I do not know"\n- "That is right"\n') == []


def test_files_that_items_in_a_row_have_read():
    text = "1. Read `a.md` for the names.\n2. Read `b.md`.\n3. Write `c.md`.\n"
    assert found(text) == [("instruction", 1, 2, 2)]
    assert found("1. Read `a.md`.\n2. Read `a.md` again.\n") == []
    assert found("- **`a.md`** - Read when in need.\n- **`b.md`** - Read when in need.\n") == []
    assert found("1. Read `a.md`.\n2. Read `b.md` if it exists.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "1. Find the modules\n2. Read the docs\n",
        "- Find the modules\n- Read them\n",
        "- Find the modules\n- Write the docs\n",
        "Do one of these, or both:\n\n- Find the modules\n- Read the docs\n",
        "- Find the modules\n- Check with the user\n",
    ],
)
def test_lists_in_order_or_of_something_else(text):
    assert found(text) == []
