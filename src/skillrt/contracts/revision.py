"""The skills of a commit, laid out as files. No filter of git runs, and nothing of the working tree is changed."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.checks.repository import Repository
from skillrt.config import SETTINGS_FILE
from skillrt.errors import Diagnostic, MachineError
from skillrt.frontend.sources import MAX_FILE_SIZE, SKIPPED_FOLDERS, skill_file_in

_AT_ONCE: Final = 32 * 1024 * 1024  # bytes of content that one call of git gives
_POINTER: Final = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize \d{1,20}\n"
)
_LINK: Final = "120000"
_MODES: Final = {"100644": 0o644, "100755": 0o755, _LINK: 0}


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: path relative to the top of the repository, mode as git writes it, object, bytes."""

    path: str
    mode: str
    name: str
    size: int


def lay_out(git: Repository, commit: str, place: Path, also: frozenset[str] = frozenset()) -> None:
    """Write what belongs to skills, the settings files and `also` below `place`, as they lie in the working tree.

    Raises MachineError where git fails or lacks an object.
    """
    wanted = _wanted(_listed(git, commit), also)
    files = [blob for blob in wanted if blob.mode != _LINK]
    for part in _parts(files):
        for blob, data in zip(part, _contents(git, part), strict=True):
            _write(place / blob.path, _as_checked_out(data, git.top / blob.path), _MODES[blob.mode])
    # last: nothing is written through a link
    for part in _parts([blob for blob in wanted if blob.mode == _LINK]):
        for blob, data in zip(part, _contents(git, part), strict=True):
            _link(place / blob.path, data)


def _listed(git: Repository, commit: str) -> list[Blob]:
    found: list[Blob] = []
    for row in git.output("ls-tree", "-r", "-z", "--long", "--full-tree", commit).split(b"\0"):
        about, _, name = row.partition(b"\t")
        fields = about.decode("ascii", "replace").split()
        path = os.fsdecode(name)
        # no submodules; and a tree that was made by hand may hold any names
        if len(fields) == 4 and fields[0] in _MODES and _is_harmless(path):
            # an object that is missing has no size; asking for its content will say so
            size = int(fields[3]) if fields[3].isdecimal() else 0
            found.append(Blob(path, fields[0], fields[2], size))
    return found


def _is_harmless(path: str) -> bool:
    parts = path.split("/")
    if os.name == "nt" and any(char in path for char in '\\:*?"<>|'):
        return False
    return not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)


def _wanted(listed: Sequence[Blob], also: frozenset[str]) -> list[Blob]:
    folders = {blob.path.rpartition("/")[0] for blob in listed if skill_file_in(frozenset({_base(blob.path)}))}
    named = also | {blob.path for blob in listed if _base(blob.path) == SETTINGS_FILE}
    return [blob for blob in listed if blob.path in named or _is_below(blob.path, folders)]


def _is_below(path: str, folders: set[str]) -> bool:
    """Whether a file lies in one of the folders and in none that nobody reads."""
    parts = path.split("/")[:-1]
    for count in range(len(parts), -1, -1):
        if "/".join(parts[:count]) in folders and SKIPPED_FOLDERS.isdisjoint(parts[count:]):
            return True
    return False


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _parts(blobs: Sequence[Blob]) -> Iterator[list[Blob]]:
    part: list[Blob] = []
    size = 0
    for blob in blobs:
        if part and size + blob.size > _AT_ONCE:
            yield part
            part, size = [], 0
        part.append(blob)
        size += blob.size
    if part:
        yield part


def _contents(git: Repository, blobs: Sequence[Blob]) -> Iterator[bytes]:
    """The bytes of each; of one that is too large for a skill only so many that this shows again."""
    data = git.output("cat-file", "--batch", stdin="".join(f"{blob.name}\n" for blob in blobs).encode("ascii"))
    at = 0
    for blob in blobs:
        end = data.find(b"\n", at)
        if data[at:end] != f"{blob.name} blob {blob.size}".encode("ascii"):
            message = f"git lacks the content of `{blob.path}`: fetch it first"
            raise MachineError(Diagnostic.of("machine.git", message))
        yield data[end + 1 : end + 1 + min(blob.size, MAX_FILE_SIZE + 1)]
        at = end + 2 + blob.size


def _as_checked_out(data: bytes, present: Path) -> bytes:
    """The content as it would be in the working tree: where the file there is the same but for the ends of its lines,
    or is what a pointer of git-lfs means, the bytes that it has."""
    pointer = _POINTER.fullmatch(data)
    if pointer is None and (b"\n" not in data or b"\r\n" in data):
        return data
    try:
        if not stat.S_ISREG(os.lstat(present).st_mode) or os.lstat(present).st_size > MAX_FILE_SIZE:
            return data
        now = present.read_bytes()
    except OSError:
        return data
    if pointer is not None:
        return now if hashlib.sha256(now).hexdigest().encode("ascii") == pointer.group(1) else data
    return now if b"\r\n" in now and now.replace(b"\r\n", b"\n") == data else data


def _write(file: Path, data: bytes, mode: int) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
        file.chmod(mode)
    except (FileExistsError, NotADirectoryError):  # names that this file system does not tell apart
        return
    except OSError as error:
        raise MachineError(Diagnostic.of("machine.io", f"`{file}` cannot be written: {error.strerror}")) from error


def _link(file: Path, target: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(os.fsdecode(target), file)
    except (OSError, ValueError):  # where links are not allowed git writes the target as a file, too
        _write(file, target, 0o644)
