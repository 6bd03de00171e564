"""The tools `read`, `write` and `list`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from skillrt.harness.bare.bounds import Bounds, Refused

MAX_TEXT: Final = 60_000  # characters of one result
_MAX_LINE: Final = 4000
_MAX_FILE: Final = 50 * 1024 * 1024
_MAX_ENTRIES: Final = 1000


def read(bounds: Bounds, path: str, offset: int = 1, limit: int = 0) -> str:
    """Lines of a text file, with a last line that says where to go on. Raises Refused."""
    file = bounds.for_reading(path)
    try:
        if not file.is_file():
            raise Refused(f"`{path}` is {'a folder; use `list`' if file.is_dir() else 'not there'}")
        if file.stat().st_size > _MAX_FILE:
            raise Refused(f"`{path}` is larger than {_MAX_FILE >> 20} MiB; look at parts of it with a command")
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"`{path}` cannot be read: {error.strerror}") from None
    if b"\0" in data[:8192]:
        raise Refused(f"`{path}` is no text ({len(data)} bytes)")
    return _part(data.decode("utf-8", "replace").splitlines(), max(offset, 1), max(limit, 0))


def write(bounds: Bounds, path: str, content: str) -> str:
    """Write a file. Raises Refused."""
    file = bounds.for_writing(path)
    if file.is_dir() or file == bounds.folder.resolve():
        raise Refused(f"`{path}` is a folder")
    data = content.encode("utf-8", "replace")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise Refused(f"`{path}` cannot be written: {error.strerror}") from None
    return f"wrote {len(data)} bytes to {path}"


def list_folder(bounds: Bounds, path: str = ".") -> str:
    """The names in a folder, sorted. Raises Refused."""
    folder = bounds.for_reading(path)
    try:
        with os.scandir(folder) as entries:
            found = sorted(f"{item.name}/" if item.is_dir() else item.name for item in entries)
    except OSError as error:
        raise Refused(f"`{path}` cannot be listed: {error.strerror}") from None
    more = f"\n({len(found) - _MAX_ENTRIES} more)" if len(found) > _MAX_ENTRIES else ""
    return "\n".join(found[:_MAX_ENTRIES]) + more if found else "(nothing is in it)"


def shortened(text: str, most: int = MAX_TEXT) -> str:
    """Beginning and end of a long text, with a line between them that says what is missing."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[... {len(text) - 2 * half} characters are left out here ...]\n{text[-half:]}"


def _part(lines: list[str], offset: int, limit: int) -> str:
    wanted = lines[offset - 1 : offset - 1 + limit] if limit else lines[offset - 1 :]
    taken: list[str] = []
    size = 0
    for line in wanted:
        cut = line if len(line) <= _MAX_LINE else line[:_MAX_LINE] + " [the line goes on]"
        size += len(cut) + 1
        if size > MAX_TEXT and taken:
            break
        taken.append(cut)
    following = offset + len(taken)
    more = f"\n[{len(lines) - following + 1} more lines; go on with offset {following}]"
    return "\n".join(taken) + (more if following <= len(lines) else "")


def skill_files(folders: Sequence[Path]) -> list[Path]:
    """SKILL.md of every skill that lies directly in one of the folders, in their order, sorted by name; of several
    with one name the first."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*/SKILL.md")):
            if file.is_file():
                found.setdefault(file.parent.name, file)
    return list(found.values())
