import os
from pathlib import Path

from skillrt.jit.live.since import changed_since, stamps_of


def test_new_changed_and_missing_files_are_told(tmp_path: Path):
    for name in ("same", "changed", "gone"):
        (tmp_path / name).write_text(name)
    before = stamps_of(tmp_path)
    (tmp_path / "changed").write_text("other")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "file").write_text("new")
    (tmp_path / "gone").unlink()
    found = changed_since(tmp_path, before, "said")
    assert found.changed == {"changed": b"other", "new/file": b"new"}
    assert (found.gone, found.printed, found.failed) == (("gone",), "said", "")


def test_a_file_written_again_as_it_was_counts(tmp_path: Path):
    (tmp_path / "a").write_text("a")
    os.utime(tmp_path / "a", ns=(1, 1))
    before = stamps_of(tmp_path)
    (tmp_path / "a").write_text("a")
    assert changed_since(tmp_path, before, "").changed == {"a": b"a"}


def test_the_harness_own_folders_and_links_are_left_out(tmp_path: Path):
    before = stamps_of(tmp_path, (".agent",))
    (tmp_path / ".agent").mkdir()
    (tmp_path / ".agent" / "log").write_text("x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert changed_since(tmp_path, before, "", (".agent",)).changed == {}
