"""Outlining and running shell programs in tests."""

import subprocess
from pathlib import Path

from skillrt.code.outlining.program import Outlined, Program, Snippet
from skillrt.code.outlining.shell_outline import outline_shell


def outlined(*texts: str, title: str = "Do a job") -> Outlined:
    """What the blocks of one skill become."""
    return outline_shell([Snippet("shell", text, f"SKILL.md:{at}", title) for at, text in enumerate(texts)])


def only(*texts: str, title: str = "Do a job") -> Program:
    """The one program that the blocks become."""
    found = outlined(*texts, title=title)
    assert len(found.programs) == 1, found
    return found.programs[0]


def rule(text: str) -> str:
    """Why a block stays."""
    found = outlined(text)
    assert found.programs == (), found.programs[0].text
    (refusal,) = found.refusals
    return refusal.rule


def run(
    program: Program, folder: Path, *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder."""
    folder.mkdir(exist_ok=True)
    script = folder.parent / f"bin-{program.file}"
    script.write_text(program.text, encoding="utf-8")
    settings = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8", **(environment or {})}
    return subprocess.run(
        [*program.run, str(script), *words],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
