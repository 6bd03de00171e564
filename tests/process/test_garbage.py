import gc
from collections.abc import Iterator

import pytest

from skillrt.process.garbage import search_seldom, search_seldom_in_service


@pytest.fixture(autouse=True)
def python_own() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)  # other tests may have left theirs
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_it_is_searched_seldom_and_still_found():
    search_seldom()
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 700


def test_what_is_there_is_frozen_once():
    search_seldom()
    frozen = gc.get_freeze_count()
    kept = [[] for _ in range(1000)]
    search_seldom()
    assert 0 < gc.get_freeze_count() < frozen + len(kept)


def test_in_service_what_lasts_is_left_alone():
    search_seldom_in_service()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] > 700
