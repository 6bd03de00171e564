"""Skills in `.zip` and `.skill` archives: unpacked in memory, refused where they are hostile."""

import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Container, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from skillrt.errors import Diagnostic, InputError, Place
from skillrt.frontend.sources import (
    MAX_DEPTH,
    MAX_FILE_SIZE,
    MAX_FILES,
    ArchiveSource,
    SourceEntry,
    is_material,
    skill_file_in,
)
from skillrt.store.files import MANIFEST_FILE

ARCHIVE_ENDINGS: Final = frozenset({".zip", ".skill"})
MAX_TOTAL: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 200  # text packs 3 to 20 times smaller; beyond this it is a bomb
MAX_NAME: Final = 255  # bytes; no file system takes more
MAX_PATH: Final = 1024
_RATIO_FLOOR: Final = 1024 * 1024
_UTF8_FLAG: Final = 0x800
_UNICODE_PATH: Final = 0x7075


def archive_sources(path: Path, where: str) -> tuple[ArchiveSource, ...]:
    """The skills in an archive, by folder. Raises InputError for one that is damaged, a bomb, or climbs out."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = _checked(archive, path.name)
            contents = {name: _unpack(archive, info, path.name) for name, info in infos.items()}
            modes = {name: info.external_attr >> 16 for name, info in infos.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _refused("input.bad-archive", f"`{path.name}` is not an archive that can be read: {error}") from error
    except OSError as error:
        raise _refused("input.unreadable", f"`{path.name}` cannot be read: {error.strerror}") from error
    roots = _skill_folders(frozenset(contents))
    # as in a tree; what holds nothing but variants was packed for their sake
    plain = [root for root in roots if posixpath.join(root, MANIFEST_FILE) not in contents]
    return tuple(_source(root, roots, path, where, contents, modes) for root in plain or roots)


def _checked(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """The regular files by path, after all limits."""
    infos = archive.infolist()
    for info in infos:
        info.filename = _name(info)
    folders = {PurePosixPath(info.filename).as_posix() for info in infos if info.is_dir()}
    infos = [info for info in infos if not info.is_dir()]
    if len(infos) > MAX_FILES:
        raise _refused("input.too-many-files", f"`{name}` holds more than {MAX_FILES} files")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise _refused("input.archive-bomb", f"`{name}` unpacks to more than {MAX_TOTAL // 2**20} MiB")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_entry(info, name)
        path = PurePosixPath(info.filename).as_posix()
        if any(part.startswith("__MACOSX") for part in PurePosixPath(path).parts):
            continue
        if path in found:
            raise _refused("input.bad-archive", f"`{name}` holds `{path}` twice; nothing says which is meant")
        found[path] = info
    _check_folders(found, folders, name)
    return found


def _check_folders(files: Mapping[str, zipfile.ZipInfo], folders: set[str], name: str) -> None:
    """Refuse what is a file and a folder at once: it can be read here, and written nowhere."""
    above = {parent.as_posix() for path in files for parent in PurePosixPath(path).parents}
    both = next((path for path in files if path in above or path in folders), "")
    if both:
        raise _refused("input.bad-archive", f"`{name}` holds `{both}` both as a file and as a folder")


def _name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; the same in every version of Python, of which only some heed the field of Unicode paths.

    Much of what packs on Unix writes UTF-8 and does not say so; read as code page 437, as the format has it, links to
    such files would break. Names in that code page are next to never UTF-8 by chance.
    """
    if info.flag_bits & _UTF8_FLAG or info.orig_filename.isascii():
        return info.filename
    data = info.orig_filename.encode("cp437", "replace")
    name = _unicode_path(info.extra, zlib.crc32(data)) or data
    try:
        return name.decode("utf-8").partition("\0")[0]
    except UnicodeDecodeError:
        return info.filename


def _unicode_path(extra: bytes, checksum: int) -> bytes:
    """The path of the field 0x7075 where it is about the name with this checksum."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and field[:5] == struct.pack("<BL", 1, checksum):
            return field[5:]
    return b""


def _check_entry(info: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    drive = len(info.filename) > 1 and info.filename[1] == ":"
    if path.is_absolute() or ".." in path.parts or drive or "\x00" in info.filename:
        raise _refused(
            "input.archive-traversal", f"`{name}` holds `{info.filename!s}`, a path that leaves the archive"
        )
    if len(path.parts) > MAX_DEPTH:
        raise _refused("input.archive-bomb", f"`{name}` is nested deeper than {MAX_DEPTH} folders")
    if _bytes(info.filename) > MAX_PATH or any(_bytes(part) > MAX_NAME for part in path.parts):
        shown = f"{info.filename[:40]}…"
        raise _refused("input.bad-archive", f"`{name}` holds `{shown}`, a name that is too long for a file")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused("input.archive-link", f"`{name}` holds `{info.filename}`, a symbolic link")
    if info.file_size > MAX_FILE_SIZE:
        raise _refused("input.file-too-large", f"`{name}` holds `{info.filename}` of {info.file_size:,} bytes")
    if info.file_size > _RATIO_FLOOR and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise _refused("input.archive-bomb", f"`{name}` holds `{info.filename}`, packed more than {MAX_RATIO} to one")
    if info.flag_bits & 1:
        raise _refused("input.bad-archive", f"`{name}` is encrypted")


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    with archive.open(info) as stream:
        # the header may lie about the size: read one byte more than it says
        data = stream.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise _refused("input.archive-bomb", f"`{name}` holds `{info.filename}`, which is larger than it says")
    return data


def _skill_folders(paths: frozenset[str]) -> tuple[str, ...]:
    folders: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, set()).add(name)
    roots: dict[str, None] = {}
    for folder in sorted(folder for folder, names in folders.items() if skill_file_in(frozenset(names))):
        outer = _outer(folder, roots)
        if outer is None or not is_material(folder[len(outer) :]):
            roots[folder] = None
    return tuple(roots)


def _outer(folder: str, roots: Container[str]) -> str | None:
    """The innermost of the folders that this one lies in."""
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in roots:
            return folder
    return None


def _source(
    root: str,
    roots: tuple[str, ...],
    path: Path,
    where: str,
    contents: dict[str, bytes],
    modes: dict[str, int],
) -> ArchiveSource:
    prefix = f"{root}/" if root else ""
    nested = tuple(f"{other}/" for other in roots if other != root and other.startswith(prefix))
    mine = sorted(name for name in contents if name.startswith(prefix) and not name.startswith(nested))
    entries = tuple(
        SourceEntry(name.removeprefix(prefix), len(contents[name]), bool(modes[name] & stat.S_IXUSR)) for name in mine
    )
    folder = PurePosixPath(root).name or path.stem
    shown = f"{where}/{root}" if root else where
    return ArchiveSource(folder, shown, entries, (), {name.removeprefix(prefix): contents[name] for name in mine})


def _refused(code: str, message: str) -> InputError:
    return InputError(Diagnostic.of(code, message, Place("", 1)))
