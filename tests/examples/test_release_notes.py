"""The scripts of release-notes on a git repository made here."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

COLLECT = "release-notes/scripts/collect_changes.py"
CHECK = "release-notes/scripts/check_notes.sh"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository with a tag, squashed and merged pull requests and a breaking change."""

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Kim Roe", "-c", "user.email=kim@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    def commit(*paragraphs: str) -> None:
        git("commit", "--allow-empty", *[part for text in paragraphs for part in ("-m", text)])

    git("init", "-q", "-b", "main")
    commit("init")
    git("tag", "v2.3.1")
    commit("feat(api): lists take limit (#11)")
    commit("fix: empty files no longer crash (#12)", "Co-authored-by: Bea Lund <bea@example.org>")
    commit("chore: raise versions (#13)")
    git("checkout", "-q", "-b", "topic")
    commit("wip")
    git("checkout", "-q", "main")
    merge = [
        "-m",
        "Merge pull request #14 from kim/topic",
        "-m",
        "Drop the old format",
        "-m",
        "BREAKING CHANGE: no v1",
    ]
    git("merge", "-q", "--no-ff", "topic", *merge)
    commit("tidy")
    return tmp_path


def test_collect_reads_kinds_numbers_authors_and_breaks(run: Any, history: Path) -> None:
    done = run(COLLECT, "collect", "--since", "v2.3.1")
    assert done.returncode == 0, done.stderr
    changes = json.loads(done.stdout)
    assert [(change["group"], change["pull"], change["text"]) for change in changes] == [
        ("added", 11, "lists take limit"),
        ("fixed", 12, "empty files no longer crash"),
        ("internal", 13, "raise versions"),
        ("unsorted", 14, "Drop the old format"),
        ("unsorted", None, "tidy"),
    ]
    assert changes[0]["scope"] == "api"
    assert changes[1]["authors"] == ["Kim Roe", "Bea Lund"]
    assert [change["breaking"] for change in changes] == [None, None, None, "no v1", None]
    text = run(COLLECT, "collect", "--since", "v2.3.1", "--format", "text").stdout.splitlines()
    assert text[0] == "added (1)"
    assert text[-2].endswith("! Drop the old format (#14)")


@pytest.mark.parametrize(
    ("until", "current", "expected"),
    [
        ("HEAD", None, "v3.0.0\ta breaking change\n"),
        ("HEAD", "0.4.1", "0.5.0\ta breaking change\n"),
        ("HEAD~2", None, "v2.4.0\tsomething added\n"),
    ],
)
def test_next_version(run: Any, history: Path, until: str, current: str | None, expected: str) -> None:
    given = ["--current", current] if current else []
    assert run(COLLECT, "next-version", "--since", "v2.3.1", "--until", until, *given).stdout == expected


def test_collect_refuses_plainly(run: Any, history: Path) -> None:
    unknown = run(COLLECT, "collect", "--since", "v9")
    assert (unknown.returncode, "unknown revision" in unknown.stderr) == (1, True)
    nothing = run(COLLECT, "next-version", "--since", "HEAD")
    assert (nothing.returncode, "no change between" in nothing.stderr) == (1, True)


def test_check_notes_holds_them_against_the_range(run: Any, history: Path) -> None:
    notes = history / "notes.md"
    notes.write_text("- limit (#11)\n- crash (#12), (#77)\n", encoding="utf-8")
    (history / "left-out.txt").write_text("13\n", encoding="utf-8")
    given = ["-f", "notes.md", "-s", "v2.3.1", "-x", "left-out.txt"]
    done = run(CHECK, *given)
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        ["#77 is named but not between v2.3.1 and HEAD", "#14 is in the range but not named"],
    )
    notes.write_text("- limit (#11)\n- crash (#12)\n- old format (#14)\n", encoding="utf-8")
    assert run(CHECK, *given).stdout == "notes.md: 4 pull requests, all accounted for\n"
    assert run(CHECK, *given, "-q").stdout == ""
    long = run(CHECK, *given, "-l", "2")
    assert (long.returncode, long.stdout) == (1, "3 lines; at most 2 are allowed\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-z"], "unknown option -z"),
        (["-f"], "-f needs a value"),
        (["-f", "notes.md"], "usage: check_notes.sh"),
        (["-f", "none.md", "-s", "v2.3.1"], "none.md: no such file"),
        (["-f", "notes.md", "-s", "v9"], "unknown revision"),
    ],
)
def test_check_notes_usage(run: Any, history: Path, arguments: list[str], message: str) -> None:
    (history / "notes.md").write_text("- x\n", encoding="utf-8")
    done = run(CHECK, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
