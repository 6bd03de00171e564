from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from skillrt.errors import UsageError
from skillrt.store.templates import Templates

ONE, TWO = "0123456789ab", "0123ffffffff"


def test_records_are_kept_by_id(tmp_path: Path):
    store = Templates(tmp_path)
    assert store.ids() == []
    store.write(TWO, b"two")
    store.write(ONE, b"one")
    (store.root / "other.json").write_text("{}")
    assert store.ids() == [ONE, TWO]
    assert (store.read(ONE), store.find("01234"), store.find(TWO)) == (b"one", ONE, TWO)
    store.write(ONE, b"new")
    assert store.read(ONE) == b"new"
    store.remove(ONE)
    assert store.ids() == [TWO]


def test_changes_at_once_are_made_one_after_the_other(tmp_path: Path):
    Templates(tmp_path).write(ONE, b"0")

    def add(_: int) -> None:
        store = Templates(tmp_path)
        with store.changing():
            store.write(ONE, str(int(store.read(ONE)) + 1).encode())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert Templates(tmp_path).read(ONE) == b"40"
    assert Templates(tmp_path).ids() == [ONE], "the lock is no record"


def test_a_folder_that_holds_no_lock_stops_nobody(tmp_path: Path):
    (tmp_path / "templates").write_text("no folder")
    with Templates(tmp_path).changing():
        assert Templates(tmp_path).ids() == []


@pytest.mark.parametrize("start", ["0123", "9", "", "../../etc"])
def test_what_names_none_or_several_is_refused(tmp_path: Path, start: str):
    store = Templates(tmp_path)
    store.write(ONE, b"")
    store.write(TWO, b"")
    with pytest.raises(UsageError):
        store.find(start)


@pytest.mark.parametrize("name", ["../x", "", "ABCDEF012345", "0123456789abc"])
def test_what_is_no_id_is_never_a_path(tmp_path: Path, name: str):
    with pytest.raises(UsageError):
        Templates(tmp_path).write(name, b"")
