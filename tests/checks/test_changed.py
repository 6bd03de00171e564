import os
import subprocess
from pathlib import Path

import pytest

from skillrt.checks.changed import changed_files, owners
from skillrt.errors import MachineError, UsageError
from tests.checks.library import library, skill_text, write


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = library(tmp_path / "re po", "alpha", "beta", "gamma").resolve()
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    git(root, "tag", "start")
    return root


def changed(root: Path, reference: str = "start") -> set[str]:
    folders = [path.parent for path in (root / "skills").glob("**/SKILL.md")]
    return {path.relative_to(root / "skills").as_posix() for path in owners(changed_files(root, reference), folders)}


def append(root: Path, path: str) -> None:
    with (root / path).open("a") as stream:
        stream.write("more\n")


def test_nothing_changed(repository: Path):
    assert changed(repository) == set()


def test_in_the_working_tree_staged_committed_and_new(repository: Path):
    append(repository, "skills/alpha/SKILL.md")
    assert changed(repository) == {"alpha"}
    git(repository, "add", ".")
    assert changed(repository) == {"alpha"}
    git(repository, "commit", "-qm", "second")
    assert changed(repository) == {"alpha"}
    write(repository, {"skills/beta/odd \u00e9\n name.md": "x"})
    assert changed(repository) == {"alpha", "beta"}


def test_removed_and_renamed_files(repository: Path):
    write(repository, {"skills/alpha/a.md": "a\n" * 50, "skills/beta/b.md": "x"})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    git(repository, "tag", "second")
    git(repository, "mv", "skills/alpha/a.md", "skills/gamma/a.md")
    (repository / "skills/beta/b.md").unlink()
    assert changed(repository, "second") == {"alpha", "beta", "gamma"}


def test_only_what_happened_on_this_side_of_the_branch(repository: Path):
    git(repository, "checkout", "-qb", "side")
    append(repository, "skills/alpha/SKILL.md")
    git(repository, "commit", "-qam", "side")
    git(repository, "checkout", "-q", "main")
    append(repository, "skills/beta/SKILL.md")
    git(repository, "commit", "-qam", "main")
    git(repository, "checkout", "-q", "side")
    assert changed(repository, "main") == {"alpha"}


def test_a_file_belongs_to_the_innermost_skill(repository: Path):
    write(repository, {"skills/alpha/inner/SKILL.md": skill_text("inner")})
    assert changed(repository) == {"alpha/inner"}


def test_files_that_git_ignores_do_not_count(repository: Path):
    write(repository, {".gitignore": "*.log\n", "skills/alpha/x.log": "x"})
    assert changed(repository) == set()


def test_from_a_folder_below(repository: Path):
    append(repository, "skills/alpha/SKILL.md")
    files = changed_files(repository / "skills" / "beta", "start")
    assert repository / "skills/alpha/SKILL.md" in files


@pytest.mark.parametrize("reference", ["nope", "--output=x", "-x", "start:skills", ""])
def test_unknown_commits(repository: Path, reference: str):
    with pytest.raises(UsageError) as caught:
        changed_files(repository, reference)
    assert caught.value.diagnostics[0].code == "usage.unknown-reference"
    assert not (repository / "x").exists()


def test_no_common_history(repository: Path):
    git(repository, "checkout", "-q", "--orphan", "other")
    git(repository, "commit", "-qm", "other")
    with pytest.raises(UsageError, match="no common ancestor"):
        changed_files(repository, "start")


def test_before_the_first_commit_everything_is_new(tmp_path: Path):
    root = library(tmp_path, "alpha", "beta").resolve()
    git(root, "init", "-q")
    git(root, "add", "skills/alpha")
    assert changed(root, "HEAD") == {"alpha", "beta"}


def test_not_in_a_repository(tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        changed_files(tmp_path, "main")
    assert caught.value.diagnostics[0].code == "usage.no-repository"


def test_git_is_missing(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(MachineError, match="`git`"):
        changed_files(repository, "start")


def test_nothing_that_the_repository_configures_is_run(repository: Path, tmp_path: Path):
    mark = tmp_path / "mark"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    script.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(script))
    git(repository, "config", "diff.external", str(script))
    git(repository, "config", "diff.odd.textconv", str(script))
    git(repository, "config", "core.pager", str(script))
    hook = repository / ".git/hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(script.read_text())
    hook.chmod(0o755)
    write(repository, {".gitattributes": "*.md diff=odd\n"})
    mark.unlink(missing_ok=True)
    append(repository, "skills/alpha/SKILL.md")
    os.utime(repository / "skills/beta/SKILL.md", (1, 1))
    assert changed(repository) == {"alpha"}
    assert not mark.exists()
