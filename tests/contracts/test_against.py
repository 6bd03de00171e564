"""A library beside itself as of a commit."""

from dataclasses import replace
from pathlib import Path

import pytest

from skillrt.checks.policy import Policy
from skillrt.config import Library, find_library
from skillrt.contracts.against import between, read_against
from skillrt.contracts.comparing.compare import compared
from skillrt.contracts.library import Request, read_library
from tests.checks.library import library, skill_text, write
from tests.checks.test_changed import git
from tests.contracts.locking import shell


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = library(tmp_path / "repo", "alpha", "beta", "gamma").resolve()
    write(root, {"skillrt.toml": 'roots = ["skills"]\n'})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    monkeypatch.chdir(root)
    return root


def told(root: Path, reference: str = "HEAD") -> list[str]:
    known, current = read_against(Request(find_library(start=root)), reference)
    found = compared(known, current, Policy(), "").findings
    return [f"{item.skill}: {item.diagnostic.code}" for item in found]


def test_nothing_changed(repository: Path):
    known, current = read_against(Request(find_library(start=repository)), "HEAD")
    assert sorted(known.entries) == ["skills/alpha", "skills/beta", "skills/gamma"]
    assert current.read == 0
    assert told(repository) == []


def test_what_changed_whatever_a_lock_says(repository: Path):
    write(repository, {"skills/beta/SKILL.md": skill_text("beta", body=shell("git push"))})
    write(repository, {"skills/delta/SKILL.md": skill_text("delta")})
    (repository / "skills/gamma/SKILL.md").unlink()
    expected = {
        "skills/beta: lock.command-added",
        "skills/delta: lock.skill-added",
        "skills/gamma: lock.skill-removed",
    }
    assert expected <= set(told(repository))
    assert not any(line.startswith("skills/alpha") for line in told(repository))


def test_a_skill_that_the_settings_leave_out_now_is_gone(repository: Path):
    write(repository, {"skillrt.toml": 'roots = ["skills"]\nexclude = ["skills/beta/"]\n'})
    assert told(repository) == ["skills/beta: lock.skill-removed"]


def test_settings_that_cannot_be_read_any_more(repository: Path):
    write(repository, {"skillrt.toml": "nonsense"})
    git(repository, "commit", "-qam", "second")
    write(repository, {"skillrt.toml": 'roots = ["skills", "more"]\n'})
    write(repository, {"more/delta/SKILL.md": skill_text("delta")})
    assert told(repository) == ["more/delta: lock.skill-added"]


def test_the_same_as_two_whole_readings(repository: Path, tmp_path: Path):
    before = library(tmp_path / "before", "alpha", "beta", "gamma")
    write(
        repository, {"skills/beta/SKILL.md": skill_text("beta", body=shell("rm -rf build", "curl https://a.example"))}
    )
    then = Request(Library(before))
    now = Request(Library(repository))
    known = read_library(then).lock
    whole = compared(known, read_library(replace(now, fresh=True)), Policy(), "")
    lock, current = between(then, now)
    assert current.read == 1
    assert compared(lock, current, Policy(), "").findings == whole.findings


def test_a_name_that_a_rewording_hides_is_neither_gone_nor_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asks, hides = "Set the environment variable `MY_API_KEY`.", "<!-- MY_API_KEY -->"
    for first, second in ((asks, hides), (hides, asks)):
        root = tmp_path / str(len(first))
        library(root / "before", "alpha")
        write(root / "before", {"skills/alpha/SKILL.md": skill_text("alpha", body=first)})
        write(root / "after", {"skills/alpha/SKILL.md": skill_text("alpha", body=second)})
        then, now = (
            Request(Library(root / side, None, find_library(start=root).settings)) for side in ("before", "after")
        )
        monkeypatch.chdir(root)
        found = compared(*between(then, now), Policy(), "").findings
        assert [item.diagnostic.code for item in found if item.diagnostic.code != "lock.primitive-raised"] == [
            "lock.text-changed"
        ]


def test_what_could_not_be_read_before_either_is_no_change(tmp_path: Path):
    for side in ("before", "after"):
        library(tmp_path / side, "alpha")
        (tmp_path / side / "skills/beta").mkdir()
        (tmp_path / side / "skills/beta/SKILL.md").symlink_to("../../../missing.md")
    then, now = (
        Request(Library(tmp_path / side, None, find_library(start=tmp_path).settings)) for side in ("before", "after")
    )
    assert len(read_library(now).unread) == 1
    assert list(compared(*between(then, now), Policy(), "").findings) == []
