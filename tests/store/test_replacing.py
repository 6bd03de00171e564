import os
import stat

import pytest

from skillrt.errors import MachineError
from skillrt.store.replacing import replace_file, write_file


def test_new_content_and_the_old_mode(tmp_path):
    file = tmp_path / "run.sh"
    file.write_bytes(b"old")
    file.chmod(0o754)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert os.listdir(tmp_path) == ["run.sh"]


def test_a_new_file_has_the_usual_mode(tmp_path):
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    write_file(tmp_path / "new", b"x")
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode


def test_a_full_disk_leaves_the_old_content(tmp_path, monkeypatch):
    file = tmp_path / "report.html"
    file.write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError, match="No space left"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["report.html"]


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(descriptor):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", b"x")
    assert os.listdir(tmp_path) == []


def test_a_device_is_written_to(tmp_path):
    write_file(type(tmp_path)("/dev/null"), b"x")
    with pytest.raises(MachineError, match="cannot be written"):
        write_file(tmp_path / "absent" / "a", b"x")
