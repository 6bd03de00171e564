import gc

from skillrt.gateway.garbage import search_seldom


def test_it_is_searched_seldom_and_still_found():
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, 10, 10)  # Python's own; other tests may have left theirs
        search_seldom()
        assert gc.isenabled()
        assert gc.get_threshold()[0] > 700
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
