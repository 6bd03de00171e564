"""Runs a bundled program in a folder."""

import os
import subprocess
from pathlib import Path

from skillrt.primitives.bundling import program


def put(folder: Path, name: str) -> Path:
    """The program as it is bundled."""
    file = folder / name
    file.write_text(program(name).text)
    return file


def run(folder: Path, name: str, *words: str, status: int = 0, given: str = "", **environment: str) -> str:
    """What it prints; the error line where it fails. The temporary folder lies beside `folder`."""
    file = folder.parent / name
    if not file.exists():
        put(folder.parent, name)
    (folder.parent / "tmp").mkdir(exist_ok=True)
    variables = {"PATH": os.environ["PATH"], "TMPDIR": str(folder.parent / "tmp"), "LOGNAME": "tester", **environment}
    done = subprocess.run(  # our own program
        ["/bin/sh", str(file), *words],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=variables,
        timeout=60,
    )
    assert done.returncode == status, (done.stdout, done.stderr)
    return done.stdout if status == 0 or not done.stderr else done.stderr
