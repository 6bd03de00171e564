"""`skillrt lock` as users run it: in a process of its own."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from skillrt.cli.main import main
from skillrt.contracts import library as contracts_library
from tests.checks.library import library, skill_text, write
from tests.checks.test_changed import git
from tests.cli.test_check import skillrt
from tests.contracts.locking import TARGET, shell
from tests.skills import forbid_listing

SETTINGS = f'roots = ["skills"]\ntargets = ["{TARGET}"]\n'


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    """Two skills, and their lock."""
    root = write(library(tmp_path / "lib", "alpha", "beta"), {"skillrt.toml": SETTINGS})
    done = skillrt(root, "lock")
    assert (done.returncode, done.stdout) == (0, "wrote skills.lock: 2 skills, 2 new or changed\n")
    return root


def pushes(root: Path) -> Path:
    return write(root, {"skills/beta/SKILL.md": skill_text("beta", body=shell("git push", "echo x >> ~/.zshrc"))})


def test_nothing_changed(lib: Path):
    before = (lib / "skills.lock").stat()
    done = skillrt(lib, "lock", "--check")
    assert (done.returncode, done.stdout) == (0, "No problems in 2 skills.\n")
    done = skillrt(lib, "lock")
    assert (done.returncode, done.stdout) == (0, "skills.lock is up to date: 2 skills\n")
    assert (lib / "skills.lock").stat().st_mtime_ns == before.st_mtime_ns


def test_drift_in_words_then_accepted(lib: Path):
    pushes(lib)
    before = (lib / "skills.lock").read_bytes()
    done = skillrt(lib, "lock", "--check")
    assert done.returncode == 1
    assert "skills/beta/SKILL.md:8:1: error: now runs `git push`, which changes something outside" in done.stdout
    assert "now writes `~/.zshrc`, outside the workspace [lock.writes-outside]" in done.stdout
    assert (lib / "skills.lock").read_bytes() == before
    assert skillrt(lib, "lock", "--check", "--fail-on", "never").returncode == 0
    assert skillrt(lib, "lock").stdout == "wrote skills.lock: 2 skills, 1 new or changed\n"
    assert skillrt(lib, "lock", "--check").returncode == 0


def test_what_looks_like_a_variant_is_told(lib: Path):
    write(lib, {"skills/alike/SKILL.md": skill_text("alike"), "skills/alike/.skillrt/manifest.json": "{}"})
    done = skillrt(lib, "lock", "--check")
    assert (done.returncode, done.stdout) == (0, "No problems in 2 skills.\n")
    assert re.match(r"not read, as variants: `.*skills/alike`; name the folder", done.stderr)


def test_from_another_folder(lib: Path):
    pushes(lib)
    done = skillrt(lib.parent, "lock", "lib", "--check")
    assert done.returncode == 1
    assert "lib/skills/beta/SKILL.md:8:1: error:" in done.stdout
    (lib / "skills" / "alpha" / "SKILL.md").unlink()
    assert "lib/skills.lock:" in skillrt(lib.parent, "lock", "lib", "--check").stdout


@pytest.mark.parametrize("form", ["json", "sarif", "markdown", "github"])
def test_forms(lib: Path, form: str):
    pushes(lib)
    done = skillrt(lib, "lock", "--check", "--format", form)
    assert done.returncode == 1
    if form == "json":
        codes = {item["code"] for item in json.loads(done.stdout)["findings"]}
        assert {"lock.command-added", "lock.writes-outside"} <= codes
    elif form == "sarif":
        results = json.loads(done.stdout)["runs"][0]["results"]
        assert "lock.writes-outside" in {item["ruleId"] for item in results}
    elif form == "markdown":
        assert "- **error**: now runs `git push`" in done.stdout
    else:
        assert "::error file=skills/beta/SKILL.md,line=9" in done.stdout


def test_several_forms_at_once(lib: Path):
    pushes(lib)
    done = skillrt(lib, "lock", "--check", "--also", "sarif=a.sarif", "--also", "markdown=a.md", "--format", "github")
    assert done.returncode == 1
    assert "::error file=skills/beta/SKILL.md,line=9" in done.stdout
    assert json.loads((lib / "a.sarif").read_text())["version"] == "2.1.0"
    assert (lib / "a.md").read_text().startswith("### Skills: ")
    for wrong in ("sarif", "sarif=", "pdf=x"):
        assert skillrt(lib, "lock", "--check", "--also", wrong).returncode == 2


def test_severities_are_those_of_the_settings(lib: Path):
    pushes(lib)
    write(lib, {"skillrt.toml": SETTINGS + '[severity]\nlock = "note"\n'})
    assert skillrt(lib, "lock", "--check").returncode == 0
    write(lib, {"skillrt.toml": SETTINGS + '[severity]\n"lock.text-changed" = "error"\n'})
    write(lib, {"skills/beta/SKILL.md": skill_text("beta", body="# Steps\n\nDo that.\n")})
    done = skillrt(lib, "lock", "--check")
    assert (done.returncode, "lock.text-changed" in done.stdout) == (1, True)


def test_no_lock_a_damaged_one_and_one_that_was_merged_by_hand(lib: Path):
    file = lib / "skills.lock"
    text = file.read_text()
    file.write_text(text + "{oh\n")
    done = skillrt(lib, "lock", "--check")
    assert done.returncode == 2
    assert re.search(r"^skills\.lock:\d+:1: error: this is no line of a lock", done.stderr)
    file.write_text("<<<<<<< HEAD\n" + text)
    assert (
        "skills.lock:1:1: error: a merge left its mark here [lock.merged]" in skillrt(lib, "lock", "--check").stderr
    )
    assert skillrt(lib, "lock").returncode == 0
    assert file.read_text() == text
    file.unlink()
    done = skillrt(lib, "lock", "--check")
    assert (done.returncode, "lock.missing" in done.stderr) == (2, True)


def test_a_lock_is_not_written_over_a_skill_that_cannot_be_read(lib: Path):
    before = (lib / "skills.lock").read_bytes()
    (lib / "skills/beta/SKILL.md").unlink()
    (lib / "skills/beta/SKILL.md").symlink_to("/etc/hostname")
    done = skillrt(lib, "lock")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "skills.lock was not written")
    assert (lib / "skills.lock").read_bytes() == before
    assert skillrt(lib, "lock", "--check").returncode == 1


@pytest.mark.parametrize("folder", ["skills/beta", "skills/beta/data"])
def test_a_lock_is_not_written_over_a_folder_that_cannot_be_listed(
    lib: Path, folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    before = (lib / "skills.lock").read_bytes()
    (lib / "skills/beta/data").mkdir()
    forbid_listing(monkeypatch, lib / folder)
    monkeypatch.chdir(lib)
    assert main(["lock"]) == 1
    told = capsys.readouterr().err
    assert "cannot be listed: Permission denied [input.unreadable]" in told
    assert told.splitlines()[-1] == "skills.lock was not written"
    assert (lib / "skills.lock").read_bytes() == before


def test_wrong_use(lib: Path):
    assert skillrt(lib, "lock", "nowhere").returncode == 2
    assert skillrt(lib, "lock", "--target", "x").returncode == 2
    assert skillrt(lib, "lock", "-j", "0").returncode == 2


def test_a_fresh_reading_finds_the_same(lib: Path):
    before = (lib / "skills.lock").read_bytes()
    assert skillrt(lib, "lock", "--fresh").returncode == 0
    assert (lib / "skills.lock").read_bytes() == before


def test_what_did_not_change_is_not_read_again(lib: Path, monkeypatch: pytest.MonkeyPatch):
    # how long 200 skills take stands in benchmarks/README.md
    asked: list[int] = []
    real = contracts_library._read  # pyright: ignore[reportPrivateUsage]

    def read(request: Any, cards: Any, missing: Any) -> Any:
        asked.append(len(missing))
        return real(request, cards, missing)

    monkeypatch.setattr(contracts_library, "_read", read)
    monkeypatch.chdir(lib)
    assert main(["lock", "--check", "-j", "1"]) == 0
    assert asked in ([], [0])
    pushes(lib)
    main(["lock", "--check", "-j", "1"])
    assert asked[-1] == 1


def test_against_a_revision(lib: Path):
    (lib / "skills.lock").unlink()
    git(lib, "init", "-q")
    git(lib, "add", ".")
    git(lib, "commit", "-qm", "first")
    assert skillrt(lib, "lock", "--check", "--against", "HEAD").stdout == "No problems in 2 skills.\n"
    pushes(lib)
    assert skillrt(lib, "lock").returncode == 0, "a lock that accepts it changes nothing"
    done = skillrt(lib, "lock", "--check", "--against", "HEAD")
    assert done.returncode == 1
    assert "skills/beta/SKILL.md:8:1: error: now runs `git push`" in done.stdout
    (lib / "skills" / "alpha" / "SKILL.md").unlink()
    gone = skillrt(lib.parent, "lock", "lib", "--check", "--against", "HEAD").stdout
    assert "lib/skills/alpha/SKILL.md:1:1: warning: the skill `skills/alpha` is gone" in gone
    assert skillrt(lib, "lock", "--against", "HEAD").returncode == 2
    assert skillrt(lib, "lock", "--check", "--against", "nowhere").returncode == 2


def test_what_is_said_of_a_report_goes_with_the_check(lib: Path):
    for words in (("--format", "json"), ("-o", "x"), ("--also", "json=x"), ("--fail-on", "note")):
        done = skillrt(lib, "lock", *words)
        assert (done.returncode, "with `--check` [usage.missing-argument]" in done.stderr) == (2, True)
    assert not (lib / "x").exists()
    assert skillrt(lib, "lock", "--check", "-o", "x").returncode == 0
    assert (lib / "x").read_text() == "No problems in 2 skills.\n"


def test_a_folder_that_is_no_utf8_is_shown_as_elsewhere(lib: Path):
    (lib / "skillrt.toml").unlink()
    odd = lib.parent / "sk\udcffx"
    lib.rename(odd)
    done = skillrt(odd.parent, "lock", odd.name, "--fresh")
    assert done.stdout.startswith(r"wrote sk\xffx/skills.lock: 2 skills")


def test_a_folder_without_skills_is_one_problem_of_one(tmp_path: Path):
    done = skillrt(tmp_path, "lock")
    assert (done.returncode, "1 error in 1 of 1 skill." in done.stderr) == (1, True)
