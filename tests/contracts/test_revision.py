"""Commits laid out as files, hostile ones too."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from skillrt.checks.repository import repository_of
from skillrt.contracts.revision import lay_out
from skillrt.errors import MachineError
from tests.checks.library import library, skill_text, write
from tests.checks.test_changed import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = library(tmp_path / "repo", "alpha").resolve()
    more = {"skills/alpha/run.sh": "#!/bin/sh\n", "skills/alpha/node_modules/x.js": "x", "other/big.bin": "0"}
    write(root, {**more, "sub/skillrt.toml": "", "skills/alpha/a b\né.md": "odd\n"})
    (root / "skills/alpha/run.sh").chmod(0o755)
    (root / "skills/alpha/link.md").symlink_to("SKILL.md")
    git(root, "init", "-q")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-qm", "first")
    return root


def laid_out(root: Path, place: Path, commit: str = "HEAD") -> set[str]:
    place.mkdir()
    lay_out(repository_of(root), commit, place)
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_symlink() or path.is_file()}


def test_what_belongs_to_skills(repository: Path, tmp_path: Path):
    write(repository, {"skills/alpha/SKILL.md": skill_text("alpha", body="other")})
    found = laid_out(repository, tmp_path / "out")
    names = {"SKILL.md", "run.sh", "link.md", "a b\né.md"}
    assert found == {f"skills/alpha/{name}" for name in names} | {"sub/skillrt.toml"}
    alpha = tmp_path / "out/skills/alpha"
    assert (alpha / "SKILL.md").read_text("utf-8") == skill_text("alpha")
    assert os.access(alpha / "run.sh", os.X_OK)
    assert os.readlink(alpha / "link.md") == "SKILL.md"


def test_as_it_lies_in_the_working_tree(repository: Path, tmp_path: Path):
    content = b"large\n"
    digest = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n"
    write(repository, {"skills/alpha/model.bin": pointer, "skills/alpha/gone.bin": pointer.replace("a", "b")})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "second")
    text = skill_text("alpha").replace("\n", "\r\n").encode()
    (repository / "skills/alpha/SKILL.md").write_bytes(text)
    (repository / "skills/alpha/model.bin").write_bytes(content)
    laid_out(repository, tmp_path / "out")
    alpha = tmp_path / "out/skills/alpha"
    assert (alpha / "SKILL.md").read_bytes() == text
    assert (alpha / "model.bin").read_bytes() == content
    assert (alpha / "gone.bin").read_bytes().startswith(b"version ")


def tree(root: Path, *rows: tuple[str, str, str, str]) -> str:
    """A tree object that git would not make by itself."""
    data = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(value) for mode, _, value, name in rows)
    made = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    return subprocess.run(made, cwd=root, input=data, capture_output=True, check=True).stdout.decode().strip()


def test_nothing_is_written_outside(repository: Path, tmp_path: Path):
    def blob(text: str) -> str:
        made = ["git", "hash-object", "-w", "--stdin"]
        done = subprocess.run(made, cwd=repository, input=text.encode(), capture_output=True, check=True)
        return done.stdout.decode().strip()

    skill, bad, way = blob(skill_text("evil")), blob("bad"), blob(str(tmp_path / "outside"))
    inner = tree(repository, ("100644", "blob", bad, "through.md"))
    up = tree(repository, ("100644", "blob", bad, "escaped.md"), ("100644", "blob", skill, "SKILL.md"))
    rows = (("100644", "blob", skill, "SKILL.md"), ("40000", "tree", up, ".."), ("120000", "blob", way, "way"))
    top = tree(repository, *rows, ("40000", "tree", inner, "way"), ("40000", "tree", up, ".git"))
    (tmp_path / "outside").mkdir()
    found = laid_out(repository, tmp_path / "out", top)
    assert not list((tmp_path / "outside").iterdir())
    assert not (tmp_path / "escaped.md").exists()
    assert {"SKILL.md", "way/through.md"} <= found
    assert not any(name.startswith(".git/") for name in found)


def test_an_object_that_is_missing(repository: Path, tmp_path: Path):
    made = ["git", "rev-parse", "HEAD:skills/alpha/run.sh"]
    name = subprocess.run(made, cwd=repository, capture_output=True, check=True).stdout.decode().strip()
    (repository / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(MachineError, match="git"):
        laid_out(repository, tmp_path / "out")
