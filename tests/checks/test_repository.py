"""Git is called so that nothing of the repository runs."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from skillrt.checks.changed import changed_files
from skillrt.checks.repository import repository_of
from skillrt.errors import MachineError, UsageError
from tests.checks.library import library, write
from tests.checks.test_changed import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = library(tmp_path / "repo", "alpha").resolve()
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def test_where_the_branch_left(repository: Path):
    first = repository_of(repository).branch_point("HEAD")
    git(repository, "checkout", "-qb", "work")
    git(repository, "commit", "--allow-empty", "-qm", "on the branch")
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "--allow-empty", "-qm", "elsewhere")
    git(repository, "checkout", "-q", "work")
    here = repository_of(repository / "skills")
    assert here.top == repository
    assert here.branch_point("main") == first
    with pytest.raises(UsageError, match="knows no commit `--help`"):
        here.branch_point("--help")
    with pytest.raises(MachineError, match="`git ls-tree` failed"):
        here.output("ls-tree", "nowhere")


def test_no_repository(tmp_path: Path):
    with pytest.raises(UsageError, match="in no git repository"):
        repository_of(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="programs are shell scripts")
def test_no_filter_of_the_repository_runs(repository: Path, tmp_path: Path):
    marker = tmp_path / "ran"
    write(repository, {".gitattributes": "*.md filter=evil\n"})
    config = f'[filter "evil"]\n\tclean = touch {marker}; cat\n\tprocess = touch {marker}\n\trequired = true\n'
    config += f"[core]\n\tfsmonitor = touch {marker}\n"
    with (repository / ".git" / "config").open("a") as stream:
        stream.write(config)
    (repository / "skills/alpha/SKILL.md").write_bytes((repository / "skills/alpha/SKILL.md").read_bytes())
    os.utime(repository / "skills/alpha/SKILL.md", (time.time() + 5, time.time() + 5))
    subprocess.run(["git", "diff", "--name-only", "HEAD"], cwd=repository, capture_output=True, check=False)
    assert marker.exists(), "the trap works"
    marker.unlink()
    changed_files(repository, "HEAD")
    assert not marker.exists()


def test_a_filter_that_cannot_be_named(repository: Path):
    with (repository / ".git" / "config").open("a") as stream:
        stream.write('[filter "a=b"]\n\tclean = true\n')
    with pytest.raises(UsageError, match="whose name cannot be given"):
        repository_of(repository)
