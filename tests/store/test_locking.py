import os
from pathlib import Path

from skillrt.store.locking import flock, try_lock


def opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT)


def test_one_holds_it_alone_or_several_share_it(tmp_path: Path):
    one, two = opened(tmp_path / "a"), opened(tmp_path / "a")
    assert flock(one) is True
    assert flock(two) is False
    assert not try_lock(two)
    assert flock(one, shared=True, wait=True) is True
    assert flock(two, shared=True) is True
    assert flock(two) is False
    os.close(one)
    assert try_lock(two)
    os.close(two)


def test_where_there_are_no_locks_nobody_is_stopped(tmp_path: Path):
    number = opened(tmp_path / "a")
    os.close(number)
    assert flock(number) is None
    assert try_lock(number)
