"""Where a skill is read from: a folder or an archive, listed within limits, without following links out of it."""

import errno
import os
import stat
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from skillrt.errors import Diagnostic, InputError, Place
from skillrt.store.files import MANIFEST_FILE, RESERVED_FOLDER

MAX_FILES: Final = 20_000
MAX_DEPTH: Final = 40
MAX_FILE_SIZE: Final = 50 * 1024 * 1024  # a larger file is an error: no agent reads it and no harness copies it
SKIPPED_FOLDERS: Final = frozenset(
    {
        *(".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox"),
        *(".mypy_cache", ".ruff_cache", ".skillrt-cache"),
    }
)
MATERIAL_FOLDERS: Final = frozenset(
    {
        *("asset", "assets", "example", "examples", "fixture", "fixtures", "reference", "references", "resources"),
        *("sample", "samples", "template", "templates", "test-fixtures", "test_fixtures"),
    }
)
"""Names of folders in a skill in which a further SKILL.md is a template, a sample or a text to read, and no skill of
its own (decision 0067)."""
_SKILL_NAMES: Final = ("SKILL.md", "skill.md", "Skill.md", "SKILL.MD")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One file of a skill: path relative to the folder, size in bytes. `link` is the target of a symbolic link."""

    path: str
    size: int
    executable: bool = False
    link: str = ""


class SkillSource(Protocol):
    """A skill before it is read. `where` is the path as the user gave it or as it was found, for messages."""

    @property
    def where(self) -> str:
        """Path for messages."""
        ...

    @property
    def folder(self) -> str:
        """Name of the skill's folder."""
        ...

    @property
    def entries(self) -> tuple[SourceEntry, ...]:
        """Its files, sorted by path."""
        ...

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What was odd while listing: links that leave the folder, files too large."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one entry. Raises InputError where it cannot be read."""
        ...


@dataclass(frozen=True)
class FolderSource:
    """A skill in a folder on disk. `outward` are the links that were not followed: out of it, or to a folder.

    `nested` are the folders in it that are skills of their own, whose files are not listed.
    """

    root: Path
    where: str
    entries: tuple[SourceEntry, ...]
    problems: tuple[Diagnostic, ...] = ()
    outward: tuple[SourceEntry, ...] = ()
    nested: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Name of the folder; for `.` the real one."""
        return self.root.name or self.root.resolve().name

    def read(self, path: str) -> bytes:
        """The bytes of one entry; refuses anything that resolves to a place outside the folder."""
        file = os.path.join(self.root, path)
        try:
            if os.path.islink(file) and _astray(Path(file), self.root):
                raise _unreadable(path, "it is a link that leaves the skill's folder")
            with open(file, "rb") as stream:
                # asked for the limit, Python would reserve as much for each small file
                return stream.read(min(os.fstat(stream.fileno()).st_size, MAX_FILE_SIZE) + 1)
        except OSError as error:
            raise _unreadable(path, error.strerror or type(error).__name__) from error


@dataclass(frozen=True)
class ArchiveSource:
    """A skill inside a zip archive, unpacked in memory within limits."""

    folder: str
    where: str
    entries: tuple[SourceEntry, ...]
    problems: tuple[Diagnostic, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)

    def read(self, path: str) -> bytes:
        """The bytes of one entry."""
        return self.contents[path]


def skill_file_in(names: frozenset[str]) -> str:
    """The name of the skill file among a folder's names, or empty."""
    return next((name for name in _SKILL_NAMES if name in names), "")


def is_material(path: str) -> bool:
    """Whether a folder with a skill file in it, given relative to the skill that it lies in, is material of that."""
    return any(part.lower() in MATERIAL_FOLDERS for part in path.split("/"))


def is_variant(folder: str, names: frozenset[str]) -> bool:
    """Whether a folder with these names in it is what SkillRT wrote of a skill."""
    # most folders have none, and need not be asked again
    if RESERVED_FOLDER not in names or not skill_file_in(names):
        return False
    return os.path.isfile(os.path.join(folder, MANIFEST_FILE))


def folder_source(
    root: Path, where: str, others: Container[str] = frozenset(), own: Container[str] = frozenset()
) -> FolderSource:
    """List a skill's folder. `others` are paths of skill folders: those below this one are not part of it, unless
    they are its material, nor are variants. `own` are paths of the library that belong to no skill.

    Raises InputError where it holds too many files, or cannot be listed; of a folder in it that is a problem.
    """
    listing = _Listing(root, others, own)
    try:
        listing.scan()
    except OSError as error:
        why = error.strerror or type(error).__name__
        hint = "`exclude` in the settings leaves a folder out"
        message = f"the folder `{where}` cannot be listed: {why}"
        raise InputError(Diagnostic.of("input.unreadable", message, hint=hint)) from error
    entries = tuple(sorted(listing.entries, key=lambda item: item.path))
    outward = tuple(sorted(listing.outward, key=lambda item: item.path))
    return FolderSource(root, where, entries, tuple(listing.problems), outward, tuple(sorted(listing.nested)))


class _Listing:
    """One walk over a folder; sorted, bounded, and never through a link to a folder."""

    def __init__(self, root: Path, others: Container[str], own: Container[str]) -> None:
        self.root = root
        self.others = others
        self.own = own
        self.entries: list[SourceEntry] = []
        self.problems: list[Diagnostic] = []
        self.outward: list[SourceEntry] = []
        self.nested: list[str] = []

    def scan(self) -> None:
        stack = [(str(self.root), "", 0)]
        while stack:
            folder, prefix, depth = stack.pop()
            items = self.items(folder, depth)
            if depth and is_variant(folder, frozenset(item.name for item in items)):
                continue
            for item in items:
                path = prefix + item.name
                if item.path in self.own:
                    continue
                if item.is_symlink():
                    self.link(item, path)
                elif item.is_dir(follow_symlinks=False):
                    if _is_left_out(item, depth):
                        continue
                    if item.path in self.others and not is_material(path):
                        self.nested.append(path)
                    else:
                        stack.append((item.path, path + "/", depth + 1))
                else:
                    self.file(item, path)
            if len(self.entries) > MAX_FILES:
                message = f"the folder holds more than {MAX_FILES} files"
                raise InputError(Diagnostic.of("input.too-many-files", message, Place(prefix or ".", 1)))

    def items(self, folder: str, depth: int) -> list["os.DirEntry[str]"]:
        try:
            with os.scandir(folder) as items:
                return sorted(items, key=lambda item: item.name)
        except OSError as error:
            if not depth:
                raise
            message = f"the folder `{os.path.basename(folder)}` cannot be listed: {error.strerror}"
            self.problems.append(Diagnostic.of("input.unreadable", message))
            return []

    def file(self, item: "os.DirEntry[str]", path: str) -> None:
        status = item.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            message = f"`{path}` is no regular file and was left out"
            self.problems.append(Diagnostic.of("input.special-file", message, Place(path, 1)))
            return
        self.add(path, status)

    def link(self, item: "os.DirEntry[str]", path: str) -> None:
        target = os.readlink(item.path)
        full = Path(item.path)
        if astray := _astray(full, self.root):
            message = f"`{path}` is a link to `{target}`, {astray}; it was not followed"
            self.problems.append(Diagnostic.of("input.link-leaves-folder", message, Place(path, 1)))
            self.outward.append(SourceEntry(path, 0, link=target))
        elif full.is_file():
            self.add(path, full.stat(), target)
        else:
            message = f"`{path}` is a link to the folder `{target}`; it was not followed"
            self.problems.append(Diagnostic.of("input.link-to-folder", message, Place(path, 1)))
            self.outward.append(SourceEntry(path, 0, link=target))

    def add(self, path: str, status: os.stat_result, link: str = "") -> None:
        if status.st_size > MAX_FILE_SIZE:
            message = f"`{path}` has {status.st_size:,} bytes; the limit is {MAX_FILE_SIZE:,}"
            self.problems.append(Diagnostic.of("input.file-too-large", message, Place(path, 1)))
            return
        executable = bool(status.st_mode & stat.S_IXUSR)
        self.entries.append(SourceEntry(path, status.st_size, executable, link))


def _is_left_out(folder: "os.DirEntry[str]", depth: int) -> bool:
    """Whether nothing in it counts: a folder of tools, one too deep."""
    return folder.name in SKIPPED_FOLDERS or depth >= MAX_DEPTH


def _astray(path: Path, root: Path) -> str:
    """Where a link leads that leads to nothing below `root`; empty where it leads to something there."""
    try:
        inside = path.resolve(strict=True).is_relative_to(root.resolve())
    except FileNotFoundError:
        return "which is not there"
    except (OSError, RuntimeError) as error:
        loop = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
        return "which leads back to itself" if loop else "which cannot be followed"
    return "" if inside else "outside the skill's folder"


def _unreadable(path: str, why: str) -> InputError:
    return InputError(Diagnostic.of("input.unreadable", f"`{path}` cannot be read: {why}", Place(path, 1)))
