"""What the rules look at: the project's own files, parsed once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "skillrt"


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """All Python files under the folders (relative to the checkout), sorted."""
    return tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    """A path as the messages name it."""
    return path.relative_to(ROOT).as_posix()


@cache
def project_files() -> tuple[Path, ...]:
    """The files that git tracks or would track; without git, those of the known folders."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode("utf-8").split("\0") if name]
        found = [ROOT / name for name in names]
    else:
        found = [path for folder in ("src", "tests", "docs", "examples") for path in (ROOT / folder).rglob("*")]
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))
