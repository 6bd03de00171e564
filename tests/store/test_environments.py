import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from skillrt.errors import InputError
from skillrt.store.environments import LOCK_FILE, PROOF_FILE, Environments

NEEDS, LOCK = "a" * 64, "b" * 64


def test_an_environment_counts_once_it_is_proven(tmp_path: Path):
    store = Environments(tmp_path)
    assert store.last_bound(NEEDS) == ""
    store.folder(LOCK).mkdir(parents=True)
    store.write(LOCK, LOCK_FILE, b"{}")
    store.remember(NEEDS, LOCK)
    assert store.last_bound(NEEDS) == ""  # installed, not proven
    store.write(LOCK, PROOF_FILE, b"{}")
    assert store.last_bound(NEEDS) == LOCK
    assert (tmp_path / "environments/by-needs" / NEEDS).read_text() == f"{LOCK}\n"
    assert store.read(LOCK, LOCK_FILE) == b"{}"
    store.remove(LOCK)
    assert store.last_bound(NEEDS) == ""
    assert store.read(LOCK, LOCK_FILE) is None


def test_what_there_is_and_what_is_forgotten(tmp_path: Path):
    store = Environments(tmp_path)
    assert (store.lock_keys(), store.is_binding()) == ((), False)
    for name in (LOCK, "c" * 64, "by-needs", "locks"):
        (store.root / name).mkdir(parents=True)
    (store.root / ("d" * 64)).symlink_to(store.folder(LOCK))
    assert store.lock_keys() == (LOCK, "c" * 64)
    store.remember(NEEDS, LOCK)
    store.forget(NEEDS, "c" * 64)
    assert (store.root / "by-needs" / NEEDS).exists()
    store.forget(NEEDS, LOCK)
    assert not (store.root / "by-needs" / NEEDS).exists()


@pytest.mark.parametrize("key", ["", "..", "a" * 63, "A" * 64, "a" * 64 + "\n", "../" + "a" * 61])
def test_what_is_no_key_names_no_folder(tmp_path: Path, key: str):
    with pytest.raises(InputError):
        Environments(tmp_path).folder(key)


def test_a_damaged_index_names_nothing(tmp_path: Path):
    place = tmp_path / "environments/by-needs"
    place.mkdir(parents=True)
    (place / NEEDS).write_bytes(b"\xff../..")
    assert Environments(tmp_path).last_bound(NEEDS) == ""


def _hold(root: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with Environments(root).hold(NEEDS, lambda: None):
        ready.set()
        time.sleep(60)


def test_a_second_process_waits_until_the_first_is_gone_however_it_goes(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    first = context.Process(target=_hold, args=(tmp_path, ready))
    first.start()
    assert ready.wait(30)
    said: list[str] = []

    def waiting() -> None:
        said.append("waiting")
        first.kill()

    with Environments(tmp_path).hold(NEEDS, waiting):
        assert said == ["waiting"]
    first.join()


@pytest.mark.skipif(os.name != "posix", reason="open files are not inherited there")
def test_an_installer_whose_parent_is_gone_holds_on(tmp_path: Path):
    store = Environments(tmp_path)
    with store.hold(NEEDS, lambda: None) as held:
        orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=(held,))
    said: list[str] = []

    def waiting() -> None:
        said.append("waiting")
        orphan.kill()

    with store.hold(NEEDS, waiting):
        assert said == ["waiting"]
    orphan.wait()
