from skillrt.passes.concurrency.orders import is_asked, is_told, orders, stems_of, tells
from skillrt.passes.concurrency.workflows import candidates
from tests.passes.concurrency.sample import only, page


def test_whether_a_title_orders():
    assert tells("Read the file")
    assert tells("Chart the map")
    assert not tells("The file")


def test_whether_a_step_orders_is_told_or_asked():
    shown = page("# T\n\n1. Read it.\n2. Opens the page\n3. 読む\n4. Who reads it?\n5. Verify: does it build?\n")
    drafts = only(candidates(shown)).drafts
    assert [orders(draft, shown) for draft in drafts] == [True, False, True, False, True]
    assert [is_told(draft) for draft in drafts[:2]] == [False, True]
    assert [is_asked(draft) for draft in drafts] == [False, False, False, True, False]


def test_stems_leave_out_what_says_workflow():
    assert stems_of("Local Skills Discovery Process") == {"local", "skill", "disco"}
