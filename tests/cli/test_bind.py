import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.cli.main import EXIT_INTERRUPTED, main
from skillrt.environment.needs import ENVIRONMENT_FILE, Need, Needs, needs_bytes
from skillrt.process.started import group_lives
from skillrt.store import MANIFEST_FILE
from skillrt.store.side_files import LOCK_BESIDE
from tests.environment.wheels import make_wheel, variables_for

TARGET = "openai/gpt-5@codex"


@pytest.fixture
def variant(tmp_path, monkeypatch, capsys):
    """A variant that needs one package, on a machine that has its wheel."""
    make_wheel(tmp_path / "wheels", "alpha", "1.0", "")
    for name, value in variables_for(tmp_path / "wheels", tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "SKILL.md").write_text("---\nname: pdf\ndescription: Use for PDF.\n---\n\nRead it.\n")
    assert main(["compile", str(tmp_path / "pdf"), "--target", TARGET, "-O0", "-o", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    folder = next((tmp_path / "out").rglob("SKILL.md")).parent
    put_needs(folder, Need(kind="python", name="alpha", required=True, why="used", modules=("alpha",)))
    return folder


def put_needs(folder: Path, *needs: Need) -> None:
    (folder / ENVIRONMENT_FILE).write_bytes(needs_bytes(Needs(needs=needs)))


def test_a_variant_is_bound_and_the_table_says_so(variant, capsys):
    assert main(["bind", str(variant)]) == 0
    taken = capsys.readouterr()
    assert "alpha 1.0" in taken.out
    assert "resolving 1 package of Python" in taken.err
    assert main(["bind", str(variant)]) == 0
    taken = capsys.readouterr()
    assert "bound already" in taken.out
    assert "resolving" not in taken.err


def test_json(variant, capsys):
    assert main(["bind", str(variant), "--format", "json", "--date", "2026-11-01"]) == 0
    found = json.loads(capsys.readouterr().out)["skills"][0]
    assert (found["bound"], found["date"], found["rows"][0]["became"]) == (True, "2026-11-01", "alpha 1.0")


def test_of_a_folder_it_is_said_first_what_is_in_it_and_each_table_comes_when_it_is_done(variant, capsys):
    shutil.copytree(variant, variant.parent / "other")
    assert main(["bind", str(variant.parent)]) == 0
    taken = capsys.readouterr()
    beginning = f"2 skills in {variant.parent}\nthey need 1 package of Python\n"
    assert taken.err.startswith(beginning)
    assert "resolving" in taken.err
    assert taken.out.count("alpha 1.0") == 2
    assert "\n\n" in taken.out


def test_a_dry_run_installs_nothing(variant, capsys, tmp_path):
    put_needs(variant, *(Need(kind=kind, name="alpha", required=True, why="used") for kind in ("python", "system")))
    assert main(["bind", str(variant), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"{variant}:\n  1 package of Python: alpha\n  1 program: alpha\n" in out
    assert out.endswith(": 1 package of Python; nothing was installed\n")
    assert not (tmp_path / "data").exists()
    assert main(["bind", str(variant), "--dry-run", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["skills"][0]["python"] == ["alpha"]
    assert main(["bind", str(variant), "--dry-run", "--optional", "nothing"]) == 2
    put_needs(variant, Need(kind="python", name="reqeusts", required=True, why="used"))
    assert main(["bind", str(variant), "--dry-run"]) == 1
    assert "would not be bound" in capsys.readouterr().out


def test_what_is_missing_makes_the_status_1(variant, capsys):
    put_needs(variant, Need(kind="system", name="no-such-program", required=True, why="used"))
    assert main(["bind", str(variant)]) == 1
    assert "missing" in capsys.readouterr().out


def test_a_hostile_need_is_refused_and_other_skills_are_bound(variant, capsys, tmp_path):
    bad = tmp_path / "bad" / ".skillrt"
    bad.mkdir(parents=True)
    (bad.parent / "SKILL.md").write_bytes((variant / "SKILL.md").read_bytes())
    (bad.parent / MANIFEST_FILE).write_bytes((variant / MANIFEST_FILE).read_bytes())
    put_needs(bad.parent, Need(kind="python", name="--index-url=x", required=True, why="used"))
    assert main(["bind", str(bad.parent), str(variant)]) == 1
    taken = capsys.readouterr()
    assert "bind.bad-requirement" in taken.err
    assert "alpha 1.0" in taken.out


def test_findings_are_at_the_place_from_where_the_user_is(variant, capsys):
    more = {"required": True, "why": "used", "evidence": ("SKILL.md:3",)}
    put_needs(variant, Need(kind="python", name="reqeusts", **more))
    assert main(["bind", str(variant)]) == 1
    assert f"{variant}/SKILL.md:3:1: error: " in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="signals and a shell script")
def test_a_job_that_is_cancelled_leaves_nothing_half_made_and_no_installer_running(variant, tmp_path):
    put_needs(variant, Need(kind="node", name="left-pad", required=True, why="used"))
    npm, said = tmp_path / "bin" / "npm", tmp_path / "said"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\necho $$ >'{said}.new' && mv '{said}.new' '{said}'\nsleep 60\n")
    npm.chmod(0o755)
    given = {**os.environ, "PATH": f"{npm.parent}:{os.environ['PATH']}"}
    with subprocess.Popen([sys.executable, "-m", "skillrt", "bind", str(variant)], env=given) as process:
        until(said.exists)
        assert list((tmp_path / "data/environments/scratch").iterdir())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == EXIT_INTERRUPTED
    assert list((tmp_path / "data/environments/scratch").iterdir()) == []
    until(lambda: not group_lives(int(said.read_text())))


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to pass")


def test_the_lock_lies_beside_the_variant_and_is_no_part_of_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "SKILL.md").write_text("---\nname: pdf\ndescription: Use for PDF.\n---\n\nRead it.\n")
    compiling = ["compile", str(tmp_path / "pdf"), "--target", TARGET, "-O0", "-o", str(tmp_path / "out")]
    assert main(compiling) == 0
    folder = next((tmp_path / "out").rglob("SKILL.md")).parent
    assert main(["bind", str(folder), "--write-lock"]) == 0
    lock = json.loads((folder / LOCK_BESIDE).read_text())
    assert lock["lock"]["programs"] == []
    assert main([*compiling, "--check"]) == 0
    assert main(compiling) == 0
    assert (folder / LOCK_BESIDE).is_file()
    assert main(["compile", str(folder), *compiling[2:-1], str(tmp_path / "again")]) == 0
    assert main(["diff", str(folder)]) == 0
    (tmp_path / "project").mkdir()
    assert main(["install", str(folder), "--harness", "codex", "--project", str(tmp_path / "project")]) == 0
    assert [path.name for path in (tmp_path / "project").rglob("environment.lock")] == ["environment.lock"]
    capsys.readouterr()
    assert main(["bind", str(tmp_path / "pdf"), "--write-lock"]) == 2
    assert "is none" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--date", "today"], ["--date", "9999-01-01"], ["--optional", "nothing"]])
def test_wrong_use(variant, capsys, arguments):
    assert main(["bind", str(variant), *arguments]) == 2
    assert "error" in capsys.readouterr().err


def test_without_a_folder_for_environments(variant, capsys, monkeypatch):
    for name in ("SKILLRT_DATA_DIR", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["bind", str(variant)]) == 2
    err = capsys.readouterr().err
    assert "bind.no-data-folder" in err
    assert "SKILLRT_DATA_DIR" in err
