"""Skills for tests: written to a folder, loaded into modules."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skillrt.frontend import discover, load
from skillrt.ir import Module

FRONT = "---\nname: {name}\ndescription: Use when a test needs a skill.\n---\n"


def write_skill(folder: Path, files: Mapping[str, str | bytes], executable: tuple[str, ...] = ()) -> Path:
    """Write the files below `folder`; a SKILL.md without front matter gets one that fits the folder."""
    for path, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        if path == "SKILL.md" and not data.startswith((b"---", b"\xef\xbb\xbf")):
            data = FRONT.format(name=folder.name).encode() + data
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        file.chmod(0o755 if path in executable else 0o644)
    return folder


def load_skill(folder: Path) -> Module:
    """The module of the one skill in `folder`."""
    return load(next(iter(discover([str(folder)]))))


def module_of(folder: Path, files: Mapping[str, str | bytes], executable: tuple[str, ...] = ()) -> Module:
    """Write and load."""
    return load_skill(write_skill(folder, files, executable))


def forbid_listing(patch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let none of these folders be listed; taking away the permission would not do for the superuser."""
    scandir = os.scandir

    def scan(folder: Any = ".") -> Any:
        if Path(folder).resolve() in folders:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scandir(folder)

    patch.setattr(os, "scandir", scan)
