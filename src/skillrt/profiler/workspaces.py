"""The workspace of a trial: the files of its instance, and what is there afterwards, within limits."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from skillrt.primitives.probing import SERVER
from skillrt.runs.workspace import limits
from skillrt.store.files import is_inside

_MOST_FILES: Final = 2000
_MOST_BYTES: Final = 32 * 1024 * 1024
_LARGEST: Final = 8 * 1024 * 1024


@contextmanager
def fresh_workspace(files: Mapping[str, bytes], server: str) -> Generator[Path]:
    """A new folder with these files, `server` in the place of its mark; gone afterwards, whatever was put there.

    Raises ValueError for a path that leaves the folder.
    """
    folder = Path(tempfile.mkdtemp(prefix="skillrt-trial-")).resolve()
    try:
        for path, data in sorted(files.items()):
            if not is_inside(path):
                raise ValueError(f"the file `{path}` leaves the workspace")
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data.replace(SERVER.encode(), server.encode()) if server else data)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files by path relative to `folder`, with `/`, sorted.

    Links are not followed. What tools make for themselves (`runs/workspace.toml`), what is larger than 8 MiB, and
    what is beyond 2,000 files or 32 MiB is left out.
    """
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    for path, file in _walk(folder):
        try:
            size = file.lstat().st_size
            if size > min(_LARGEST, left):
                continue
            data = file.read_bytes()
        except OSError:
            continue  # gone, or not ours to read
        left -= len(data)
        found[path] = data
        if len(found) >= _MOST_FILES:
            break
    return dict(sorted(found.items()))


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    rules = limits()
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in rules.folders)
        for name in sorted(names):
            file = Path(where, name)
            if not name.endswith(rules.suffixes) and file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix(), file
