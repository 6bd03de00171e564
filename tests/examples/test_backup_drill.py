"""The scripts of backup-drill on archives made here."""

import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

RESTORE = "backup-drill/scripts/restore.sh"
MANIFEST = "backup-drill/scripts/manifest.py"


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A folder with a file, a nested file with a blank in its name, a link and a cache."""
    folder = tmp_path / "live"
    (folder / "letters").mkdir(parents=True)
    (folder / "a.txt").write_text("alpha\n", encoding="utf-8")
    (folder / "letters" / "to B.txt").write_text("beta\n", encoding="utf-8")
    (folder / "link").symlink_to("a.txt")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "x").write_text("1", encoding="utf-8")
    return folder


def make_tar(path: Path, folder: Path, mode: str) -> None:
    with tarfile.open(path, mode) as archive:
        archive.add(folder, arcname=".")


def compare(run: Any, *more: str) -> tuple[int, dict[str, Any]]:
    done = run(MANIFEST, "compare", "back", "--manifest", "m.json", "--format", "json", *more)
    return done.returncode, json.loads(done.stdout)


def test_a_restored_archive_is_the_same(run: Any, tmp_path: Path, live: Path) -> None:
    make_tar(tmp_path / "b.tar.gz", live, "w:gz")
    assert run(MANIFEST, "write", "live", "-o", "m.json", "--ignore", ".cache/*").stdout == "m.json: 3 files\n"
    looked = run(RESTORE, "-a", "b.tar.gz", "-t", "back", "-n", "-r", "1")
    assert (looked.returncode, (tmp_path / "back").exists()) == (0, False), looked.stderr
    assert looked.stdout.startswith("members: 7\n")
    done = run(RESTORE, "-a", "b.tar.gz", "-t", "back", "-r", "1")
    assert done.returncode == 0, done.stderr
    assert compare(run, "--ignore", ".cache/*") == (
        0,
        {"expected": 3, "same": 3, "missing": [], "changed": [], "new": []},
    )


def test_differences_are_named(run: Any, tmp_path: Path, live: Path) -> None:
    run(MANIFEST, "write", "live", "-o", "m.json")
    shutil.copytree(live, tmp_path / "back", symlinks=True)
    (tmp_path / "back/a.txt").write_text("other\n", encoding="utf-8")
    (tmp_path / "back/letters/to B.txt").unlink()
    (tmp_path / "back/more").write_text("", encoding="utf-8")
    assert compare(run) == (
        1,
        {"expected": 4, "same": 2, "missing": ["letters/to B.txt"], "changed": ["a.txt"], "new": ["more"]},
    )
    text = run(MANIFEST, "compare", "back", "--manifest", "m.json").stdout
    assert text == "2 of 4 files are the same\nmissing\tletters/to B.txt\nchanged\ta.txt\nnew\tmore\n"


def test_zip_is_restored(run: Any, tmp_path: Path, live: Path) -> None:
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(live / "a.txt", "docs/a.txt")
    done = run(RESTORE, "-a", "b.zip", "-t", "back", "-r", "1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "back/docs/a.txt").read_text(encoding="utf-8") == "alpha\n"


@pytest.mark.parametrize("name", ["../escape", "/absolute", "a/../../b"])
def test_names_that_leave_the_folder_are_refused(run: Any, tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    done = run(RESTORE, "-a", "evil.tar", "-t", "back", "-r", "1")
    assert (done.returncode, "names that leave the folder" in done.stderr) == (1, True)
    assert not (tmp_path / "back").exists()


def test_damage_space_and_full_folders_are_refused(run: Any, tmp_path: Path, live: Path) -> None:
    make_tar(tmp_path / "b.tar.gz", live, "w:gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    cut = run(RESTORE, "-a", "cut.tar.gz", "-t", "back")
    assert (cut.returncode, "is damaged" in cut.stderr) == (1, True)
    space = run(RESTORE, "-a", "b.tar.gz", "-t", "back", "-r", "99999999999")
    assert (space.returncode, "not enough space" in space.stderr) == (1, True)
    full = run(RESTORE, "-a", "b.tar.gz", "-t", "live")
    assert (full.returncode, "live is not empty" in full.stderr) == (1, True)
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("arguments", [["-z"], ["-a"], ["-a", "x.tar"], ["-a", "x.tar", "-t", "y", "-r", "much"]])
def test_wrong_calls_exit_with_2(run: Any, arguments: list[str]) -> None:
    assert run(RESTORE, *arguments).returncode == 2


def test_manifest_refuses_plainly(run: Any, tmp_path: Path, live: Path) -> None:
    (tmp_path / "m.json").write_text("[]", encoding="utf-8")
    for arguments in (["compare", "live", "--manifest", "m.json"], ["write", "none", "-o", "m2.json"]):
        done = run(MANIFEST, *arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_the_database_check_of_the_text_works(tmp_path: Path, skills: Path) -> None:
    text = (skills / "backup-drill/SKILL.md").read_text(encoding="utf-8")
    block = text.split("  ```python\n")[1].split("  ```\n")[0]
    script = tmp_path / "check.py"
    script.write_text("\n".join(line[2:] for line in block.splitlines()), encoding="utf-8")
    files = tmp_path / "files"
    files.mkdir()
    db = sqlite3.connect(files / "n.db")
    db.execute("CREATE TABLE t (a)")
    db.execute("INSERT INTO t VALUES (1)")
    db.commit()
    db.close()
    good = subprocess.run([sys.executable, str(script), str(files)], capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "n.db ok {'t': 1}\n")
    (files / "bad.db").write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    bad = subprocess.run([sys.executable, str(script), str(files)], capture_output=True, text=True, check=False)
    assert (bad.returncode, "bad.db file is not a database" in bad.stdout) == (1, True)
