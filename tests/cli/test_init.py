import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.cli.init import proposed_roots
from skillrt.cli.main import main
from skillrt.config import read_settings
from tests.checks.library import library, skill_text, write


def test_it_proposes_the_folders_that_hold_skills(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    library(tmp_path, "alpha", "beta")
    write(tmp_path, {".claude/skills/gamma/SKILL.md": skill_text("gamma"), "docs/readme.md": "x"})
    assert main(["init", str(tmp_path)]) == 0
    assert read_settings(tmp_path / "skillrt.toml").roots == (".claude/skills", "skills")
    assert "3 skills found" in capsys.readouterr().out


def test_what_it_writes_is_checked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    library(tmp_path, "alpha", "beta")
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert main(["check"]) == 0


def test_it_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "skillrt.toml").write_text("# mine\n")
    assert main(["init", str(tmp_path)]) == 2
    assert (tmp_path / "skillrt.toml").read_text() == "# mine\n"
    assert "config.exists" in capsys.readouterr().err


def test_without_skills_the_root_is_searched(tmp_path: Path):
    assert main(["init", str(tmp_path)]) == 0
    assert read_settings(tmp_path / "skillrt.toml").roots == (".",)


def test_a_folder_that_is_none_or_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["init", str(tmp_path / "nope")]) == 2
    capsys.readouterr()
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert main(["init", str(tmp_path)]) == 3
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("skills", "roots"),
    [
        ([], ["."]),
        (["."], ["."]),
        (["a"], ["."]),
        (["skills/a", "skills/b"], ["skills"]),
        (["skills/a", "skills/a/inner"], ["skills"]),
        (["x/skills/a", "y/skills/b"], ["x/skills", "y/skills"]),
        (["plugins/\udce9/a", "skills/b"], ["skills"]),
        ([f"plugins/p{n}/skills/s" for n in range(20)], ["plugins"]),
    ],
)
def test_roots(skills: list[str], roots: list[str]):
    assert proposed_roots(skills) == roots


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join), max_size=30))
def test_the_roots_hold_every_skill_and_none_holds_another(skills: list[str]):
    roots = proposed_roots(skills)
    assert len(roots) <= 8
    assert all(any(root == "." or skill.startswith(f"{root}/") for root in roots) for skill in skills)
    assert not any(one != two and (one == "." or two.startswith(f"{one}/")) for one in roots for two in roots)


def test_a_full_disk_leaves_no_file(tmp_path, monkeypatch, capsys):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("skillrt.store.replacing.os.fsync", full)
        assert main(["init", str(tmp_path)]) == 3
    assert "No space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    assert main(["init", str(tmp_path)]) == 0
    assert main(["init", str(tmp_path)]) == 2
