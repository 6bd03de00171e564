from pathlib import Path

import pytest

from skillrt.store import exchange as unit
from skillrt.store.exchange import exchange


def test_two_folders_change_places(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    (one / "a").write_text("1")
    if not exchange(one, two):
        pytest.skip("this system cannot swap folders")
    assert list(one.iterdir()) == []
    assert (two / "a").read_text() == "1"


def test_nothing_changes_where_it_cannot(tmp_path: Path):
    one = tmp_path / "one"
    one.mkdir()
    assert exchange(one, tmp_path / "absent") is False
    assert one.is_dir()


def test_a_system_without_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unit, "_system_call", lambda: None)
    assert exchange(tmp_path, tmp_path) is False
