"""`skillrt init`: write a skillrt.toml for a library of skills."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from skillrt.config import SETTINGS_FILE
from skillrt.config.starter import starter
from skillrt.errors import Diagnostic, InputError, UsageError
from skillrt.frontend import FolderSource, discover
from skillrt.report.glyphs import lines_shown
from skillrt.store.replacing import write_file

_MAX_ROOTS: Final = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("folder", nargs="?", default=".", help="root of the library (default: the working folder)")


def run(options: argparse.Namespace) -> int:
    """Write the file, with the folders that hold skills as roots; never over one that exists."""
    folder = Path(options.folder)
    if not folder.is_dir():
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no folder `{options.folder}`"))
    found = _skills(folder)
    roots = proposed_roots(found)
    file = folder / SETTINGS_FILE
    if os.path.lexists(file):
        raise UsageError(Diagnostic.of("config.exists", f"`{file}` exists and was left as it is"))
    write_file(file, starter(roots).encode())
    skills = f"{len(found)} skill{'' if len(found) == 1 else 's'} found"
    sys.stdout.write(lines_shown([f"wrote {file} ({skills}; roots: {', '.join(roots)})"]))
    return 0


def proposed_roots(skills: Iterable[str]) -> list[str]:
    """The folders that hold the skills (paths relative to the library's root): few, none inside another."""
    parents = {PurePosixPath(path).parent for path in skills if _plain(path)}
    while len(parents) > _MAX_ROOTS:
        # the deepest ones are joined first
        depth = max(len(path.parts) for path in parents)
        parents = {path.parent if len(path.parts) == depth else path for path in parents}
    outer = [path for path in sorted(parents) if not any(other in path.parents for other in parents)]
    return [path.as_posix() for path in outer] or ["."]


def _skills(folder: Path) -> list[str]:
    try:
        sources = list(discover((os.fspath(folder),), refused=lambda _, __: None))
    except InputError:
        return []
    roots = (source.root for source in sources if isinstance(source, FolderSource))
    return [root.relative_to(folder).as_posix() for root in roots]


def _plain(path: str) -> bool:
    """Whether TOML can hold the path: bytes that are not UTF-8 it cannot."""
    return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)
