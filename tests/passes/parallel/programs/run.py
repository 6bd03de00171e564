"""Start the map as a variant would: the script, which looks for Python and the program beside it."""

import subprocess
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("skillrt.passes.parallel") / "programs"))
MAP = str(FOLDER / "pmap")


def pmap(*arguments: str, cwd: Path, stdin: bytes = b"", script: str = MAP) -> subprocess.CompletedProcess[bytes]:
    """What came of it."""
    return subprocess.run(
        ["sh", script, *arguments], cwd=cwd, input=stdin, capture_output=True, check=False, timeout=60
    )


def told(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What it said on standard error."""
    return done.stderr.decode("utf-8", "replace").splitlines()
