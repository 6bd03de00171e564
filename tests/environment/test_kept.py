import multiprocessing
import time
from pathlib import Path

import msgspec
import pytest

from skillrt.environment.kept import kept, remove
from skillrt.environment.lock import Lock, lock_bytes
from skillrt.store.environments import LOCK_FILE, PROOF_FILE, Environments
from tests.environment.test_lock import LOCK


def made(store: Environments, date: str, *, proven: bool = True, used: bool = False) -> Lock:
    lock = msgspec.structs.replace(LOCK, date=date)
    folder = store.folder(lock.key)
    (folder / "python").mkdir(parents=True)
    (folder / "python/large").write_bytes(b"x" * 1_000_000)
    store.write(lock.key, LOCK_FILE, lock_bytes(lock))
    if proven:
        store.write(lock.key, PROOF_FILE, b"{}")
    if used:
        store.remember(lock.needs, lock.key)
    return lock


def never_waits() -> None:
    raise AssertionError


def test_what_there_is_and_whether_it_is_used(tmp_path: Path):
    store = Environments(tmp_path)
    assert kept(store) == ()
    old = made(store, "2026-11-01")
    new = made(store, "2026-11-02", used=True)
    half = made(store, "2026-11-03", proven=False)
    store.folder("e" * 64).mkdir()
    found = {item.key: item for item in kept(store)}
    assert {key: item.state for key, item in found.items()} == {
        old.key: "superseded",
        new.key: "used",
        half.key: "unfinished",
        "e" * 64: "unfinished",
    }
    assert list(found) == sorted(found)
    one = found[new.key]
    assert (one.needs, one.date, one.python, one.selected) == (new.needs, "2026-11-02", "3.11", ("python:rich",))
    assert 1_000_000 < one.size < 1_010_000


def test_a_file_with_two_names_counts_once_and_links_are_not_followed(tmp_path: Path):
    store = Environments(tmp_path)
    folder = store.folder("e" * 64)
    folder.mkdir(parents=True)
    (tmp_path / "large").write_bytes(b"x" * 100_000)
    (folder / "one").write_bytes(b"x" * 1_000)
    (folder / "two").hardlink_to(folder / "one")
    (folder / "away").symlink_to(tmp_path / "large")
    assert 1_000 <= kept(store)[0].size < 2_000


def test_what_is_taken_away_is_gone_with_what_names_it(tmp_path: Path):
    store = Environments(tmp_path)
    old, new = made(store, "2026-11-01"), made(store, "2026-11-02", used=True)
    wanted = [item for item in kept(store) if item.state != "used"]
    assert [item.key for item in remove(store, wanted, never_waits, dry=True).gone] == [old.key]
    assert len(kept(store)) == 2
    assert [item.key for item in remove(store, wanted, never_waits).gone] == [old.key]
    assert (store.last_bound(new.needs), [item.key for item in kept(store)]) == (new.key, [new.key])
    remove(store, kept(store), never_waits)
    assert (store.last_bound(new.needs), kept(store)) == ("", ())
    assert not (store.root / "by-needs" / new.needs).exists()


def test_what_is_used_since_it_was_looked_at_stays(tmp_path: Path):
    store = Environments(tmp_path)
    old = made(store, "2026-11-01")
    wanted = kept(store)
    store.remember(old.needs, old.key)
    found = remove(store, wanted, never_waits)
    assert (found.gone, found.spared) == ((), wanted)
    assert store.last_bound(old.needs) == old.key


def _hold(root: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with Environments(root).hold("f" * 64, lambda: None):
        ready.set()
        time.sleep(60)


def test_what_may_be_being_made_stays(tmp_path: Path):
    store = Environments(tmp_path)
    store.folder("e" * 64).mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold, args=(tmp_path, ready))
    other.start()
    try:
        assert ready.wait(60)
        assert [item.key for item in remove(store, kept(store), never_waits).spared] == ["e" * 64]
    finally:
        other.kill()
        other.join()
    assert [item.key for item in remove(store, kept(store), never_waits).gone] == ["e" * 64]


@pytest.mark.parametrize("name", ["by-needs", "scratch", "locks", "A" * 64])
def test_what_is_no_environment_is_not_listed(tmp_path: Path, name: str):
    (tmp_path / "environments" / name).mkdir(parents=True)
    assert kept(Environments(tmp_path)) == ()
