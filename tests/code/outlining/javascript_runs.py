"""Outlining and running JavaScript programs in tests."""

import shutil
import subprocess
from pathlib import Path

import pytest

from skillrt.code.outlining.javascript_outline import outline_javascript
from skillrt.code.outlining.program import Outlined, Program, Snippet

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node.js is not installed")


def outlined(*texts: str, title: str = "Do a job") -> Outlined:
    """What the blocks of one skill become."""
    return outline_javascript([Snippet("javascript", text, f"SKILL.md:{at}", title) for at, text in enumerate(texts)])


def only(*texts: str) -> Program:
    """The one program that the blocks become."""
    found = outlined(*texts)
    assert len(found.programs) == 1, found
    return found.programs[0]


def run(
    program: Program, folder: Path, *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder."""
    folder.mkdir(exist_ok=True)
    script = folder.parent / f"bin-{program.file}"
    script.write_text(program.text, encoding="utf-8")
    return subprocess.run(
        [str(NODE), str(script), *words],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
