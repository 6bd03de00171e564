import os

import pytest

from skillrt.runs import workspace
from skillrt.runs.workspace import Snapshot, changes, ignored_in, snapshot
from skillrt.targets import load_harnesses


def test_what_a_run_changed(tmp_path):
    for name in ("same", "changed", "gone", "deep/a.txt", ".git/index", "node_modules/x/y", "a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("old")
    before, stamps = snapshot(tmp_path)
    assert list(before.files) == ["changed", "deep/a.txt", "gone", "same"]
    (tmp_path / "changed").write_text("newer")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").write_text("n")
    (tmp_path / ".git/index").write_text("n")
    after, _ = snapshot(tmp_path, earlier=stamps)
    found = {item.path: (bool(item.before), bool(item.after)) for item in changes(before, after)}
    assert found == {"changed": (True, True), "gone": (True, False), "new": (False, True)}


def test_a_file_of_the_same_size_is_read_again(tmp_path):
    (tmp_path / "a").write_text("old")
    before, stamps = snapshot(tmp_path)
    (tmp_path / "a").write_text("new")
    os.utime(tmp_path / "a", ns=(1, 1))
    after, _ = snapshot(tmp_path, earlier=stamps)
    assert [item.path for item in changes(before, after)] == ["a"]


def test_links_and_large_files_are_left_alone(tmp_path):
    (tmp_path / "a").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "loop").symlink_to(tmp_path)
    with (tmp_path / "big").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    assert list(snapshot(tmp_path)[0].files) == ["a"]


def test_limits_make_no_false_changes(tmp_path, monkeypatch: pytest.MonkeyPatch):
    import msgspec

    few = msgspec.structs.replace(workspace.limits(), most_files=2)
    monkeypatch.setattr(workspace, "limits", lambda: few)
    for name in "bcd":
        (tmp_path / name).touch()
    before, _ = snapshot(tmp_path)
    assert not before.whole
    (tmp_path / "a").touch()
    after, _ = snapshot(tmp_path)
    assert changes(before, after) == ()
    assert changes(Snapshot({"x": "1"}), Snapshot({"x": "2"}, whole=False))[0].path == "x"


def test_the_harness_own_folders_are_no_part_of_a_task():
    found = ignored_in(load_harnesses()["codex"])
    assert {".agents", ".git", "node_modules", "__pycache__"} <= set(found)
