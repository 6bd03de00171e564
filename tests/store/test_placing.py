import errno
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skillrt.errors import InputError, MachineError
from skillrt.store import placing
from skillrt.store.files import StoredFile, stored
from skillrt.store.placing import NEW_PREFIX, OLD_PREFIX, place_folder, remove_folder, sweep

FILES = (stored("SKILL.md", b"new"), stored("scripts/a.sh", b"#!/bin/sh\n", executable=True))


def never(path: str) -> bytes:
    raise AssertionError(path)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def old_folder(root: Path) -> Path:
    folder = root / "h" / "m" / "pdf"
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_bytes(b"old")
    (folder / "gone.txt").write_bytes(b"old")
    return folder


def test_a_new_folder(tmp_path: Path):
    final = place_folder(tmp_path / "out", "h/m/pdf", FILES, never)
    assert final == tmp_path / "out" / "h" / "m" / "pdf"
    assert tree(tmp_path / "out") == {"h/m/pdf/SKILL.md": b"new", "h/m/pdf/scripts/a.sh": b"#!/bin/sh\n"}
    assert os.access(final / "scripts" / "a.sh", os.X_OK)
    assert not os.access(final / "SKILL.md", os.X_OK) or os.name == "nt"


@pytest.mark.parametrize("swap", [True, False])
def test_a_folder_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: bool):
    if not swap:
        monkeypatch.setattr(placing, "exchange", lambda *_: False)
    old_folder(tmp_path)
    place_folder(tmp_path, "h/m/pdf", FILES, never)
    assert set(tree(tmp_path)) == {"h/m/pdf/SKILL.md", "h/m/pdf/scripts/a.sh"}
    assert [path.name for path in (tmp_path / "h" / "m").iterdir()] == ["pdf"]


def test_files_are_copied_from_the_source_and_checked(tmp_path: Path):
    item = stored("a.bin", b"content")
    copied = StoredFile(item.path, item.size, item.digest, origin="b.bin")
    place_folder(tmp_path, "x", (copied,), {"b.bin": b"content"}.__getitem__)
    assert tree(tmp_path) == {"x/a.bin": b"content"}
    with pytest.raises(InputError) as raised:
        place_folder(tmp_path, "y", (copied,), lambda _: b"other")
    assert raised.value.diagnostics[0].code == "compile.source-changed"
    assert tree(tmp_path) == {"x/a.bin": b"content"}


@pytest.mark.parametrize("inside", ["..", "../x", "/x", "a/../../x", ""])
def test_no_folder_outside(tmp_path: Path, inside: str):
    with pytest.raises(InputError):
        place_folder(tmp_path / "out", inside, FILES, never)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "..\\x"])
def test_no_file_outside(tmp_path: Path, path: str):
    with pytest.raises(InputError):
        place_folder(tmp_path / "out", "x", (stored(path, b""),), never)
    assert tree(tmp_path) == {}


def test_a_link_in_the_output_that_leaves_it_is_not_followed(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "h").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError) as raised:
        place_folder(tmp_path / "out", "h/m/pdf", FILES, never)
    assert raised.value.diagnostics[0].code == "compile.path-leaves"
    assert tree(tmp_path) == {}
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("at", [0, 1])
def test_the_machine_refuses_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: int):
    old_folder(tmp_path)
    calls: list[Path] = []
    real = placing._write

    def write(path: Path, item: StoredFile, read: placing.Read) -> None:
        calls.append(path)
        real(path, item, read)
        if len(calls) > at:
            raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(placing, "_write", write)
    with pytest.raises(MachineError) as raised:
        place_folder(tmp_path, "h/m/pdf", FILES, never)
    assert raised.value.exit_status == 3
    assert os.strerror(number) in str(raised.value)
    assert tree(tmp_path) == {"h/m/pdf/SKILL.md": b"old", "h/m/pdf/gone.txt": b"old"}
    with pytest.raises(MachineError):
        place_folder(tmp_path, "new/m/pdf", FILES, never)
    assert not (tmp_path / "new").exists()


def test_an_interrupt_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    old_folder(tmp_path)

    def write(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(placing, "_write", write)
    with pytest.raises(KeyboardInterrupt):
        place_folder(tmp_path, "h/m/pdf", FILES, never)
    assert tree(tmp_path) == {"h/m/pdf/SKILL.md": b"old", "h/m/pdf/gone.txt": b"old"}


def test_a_failing_second_step_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    old_folder(tmp_path)
    monkeypatch.setattr(placing, "exchange", lambda *_: False)
    real = os.rename

    def rename(source: Path, target: Path) -> None:
        if NEW_PREFIX in str(source):
            raise OSError(errno.EIO, "Input/output error")
        real(source, target)

    monkeypatch.setattr(placing.os, "rename", rename)
    with pytest.raises(MachineError):
        place_folder(tmp_path, "h/m/pdf", FILES, never)
    assert tree(tmp_path) == {"h/m/pdf/SKILL.md": b"old", "h/m/pdf/gone.txt": b"old"}


LIMITED = """
import resource, signal, sys
from pathlib import Path
from skillrt.errors import MachineError
from skillrt.store.files import stored
from skillrt.store.placing import place_folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    place_folder(Path(sys.argv[1]), "h/m/pdf", (stored("a", b"x"), stored("big", b"x" * 100_000)), lambda _: b"")
except MachineError as error:
    print(error)
    sys.exit(error.exit_status)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file sizes here")
def test_a_full_disk_for_real(tmp_path: Path):
    """A limit on file sizes makes the kernel refuse in the middle of a file, as a full disk does."""
    old_folder(tmp_path)
    done = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "unchanged" in done.stdout
    assert done.stderr == ""
    assert tree(tmp_path) == {"h/m/pdf/SKILL.md": b"old", "h/m/pdf/gone.txt": b"old"}
    assert [path.name for path in (tmp_path / "h" / "m").iterdir()] == ["pdf"]


KILLED = """
import os, signal, sys
from pathlib import Path
from skillrt.store import placing
from skillrt.store.files import stored
if sys.argv[2] == "writing":
    placing._sync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
else:
    placing.exchange = lambda *_: False
    real = os.rename
    def rename(source, target):
        if placing.NEW_PREFIX in str(source):
            os.kill(os.getpid(), signal.SIGKILL)
        real(source, target)
    placing.os.rename = rename
placing.place_folder(Path(sys.argv[1]), "h/m/pdf", (stored("SKILL.md", b"new"),), lambda _: b"")
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL and folder locks")
@pytest.mark.parametrize("when", ["writing", "between the renames"])
def test_a_killed_process_leaves_the_old_state_to_be_found(tmp_path: Path, when: str):
    old_folder(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), when], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    parent = tmp_path / "h" / "m"
    assert any(path.name.startswith((NEW_PREFIX, OLD_PREFIX)) for path in parent.iterdir())
    sweep(parent)
    assert tree(tmp_path) == {"h/m/pdf/SKILL.md": b"old", "h/m/pdf/gone.txt": b"old"}
    assert [path.name for path in parent.iterdir()] == ["pdf"]


def hold(folder: str, ready, done) -> None:
    from contextlib import ExitStack

    with ExitStack() as held:
        assert placing._lock(Path(folder), held)
        ready.set()
        done.wait(20)


@pytest.mark.skipif(os.name != "posix", reason="needs folder locks")
def test_the_folder_of_a_living_process_is_left_alone(tmp_path: Path):
    folder = tmp_path / f"{NEW_PREFIX}1-0"
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    process = context.Process(target=hold, args=(str(folder), ready, done))
    process.start()
    try:
        assert ready.wait(20)
        sweep(tmp_path)
        assert folder.is_dir()
    finally:
        done.set()
        process.join(20)
    sweep(tmp_path)
    assert not folder.exists()


def test_sweeping_touches_nothing_else(tmp_path: Path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "a").write_text("x")
    sweep(tmp_path)
    sweep(tmp_path / "absent")
    assert set(tree(tmp_path)) == {"pdf/a"}


def test_remove(tmp_path: Path):
    folder = old_folder(tmp_path)
    remove_folder(folder)
    assert list((tmp_path / "h" / "m").iterdir()) == []
    with pytest.raises(MachineError):
        remove_folder(folder)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(MachineError) as raised:
        place_folder(tmp_path, "h/m/pdf", FILES, never)
    assert raised.value.exit_status == 3


def test_the_output_is_a_file(tmp_path: Path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(MachineError):
        place_folder(tmp_path / "out", "h/m/pdf", FILES, never)
    assert (tmp_path / "out").read_text() == "x"
