"""The files of a variant before they are on disk, and the names that SkillRT keeps for itself in one."""

import hashlib
from pathlib import PurePosixPath
from typing import Final

import msgspec

from skillrt.store.records import MadeRecord

RESERVED_FOLDER: Final = ".skillrt"
MANIFEST_FILE: Final = ".skillrt/manifest.json"
INSTALLED_FILE: Final = ".skillrt/installed.json"
# programs that a variant brings along: the launcher, and what lowerings wrote
PROGRAMS_FOLDER: Final = "scripts/skillrt"


class StoredFile(msgspec.Struct, frozen=True, order=True):
    """One file: path relative to the folder with forward slashes, size in bytes, `sha256:...` of the content.

    `data` is absent where the content is to be copied from `origin`, a path in the source; the writer checks it
    against the digest. `made` says which pass made a file that the source does not have.
    """

    path: str
    size: int
    digest: str
    executable: bool = False
    data: bytes | None = None
    origin: str = ""
    made: MadeRecord | None = None


def stored(path: str, data: bytes, *, executable: bool = False) -> StoredFile:
    """A file with this content."""
    return StoredFile(path, len(data), digest_of(data), executable, data)


def digest_of(data: bytes) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def is_reserved(path: str) -> bool:
    """Whether the path lies in the folder that SkillRT keeps for itself."""
    return path == RESERVED_FOLDER or path.startswith(f"{RESERVED_FOLDER}/")


def is_brought(path: str) -> bool:
    """Whether the path is one of a program that SkillRT brought along: no work of the skill's author."""
    return path.startswith(f"{PROGRAMS_FOLDER}/")


def is_inside(path: str) -> bool:
    """Whether a relative path stays inside the folder that it is relative to, on every operating system."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    drive = len(path) > 1 and path[1] == ":"
    return bool(parts) and not path.startswith(("/", "\\")) and not drive and ".." not in parts and "\0" not in path
