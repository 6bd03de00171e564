"""The workspace before and after a run: which files there are, by content hash, within limits."""

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from skillrt.store.traces.episode import FileChange
from skillrt.targets import Harness


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of workspace.toml; sizes in bytes."""

    date: str
    folders: frozenset[str]
    suffixes: tuple[str, ...]
    most_files: int
    most_bytes: int
    largest_file: int
    largest_kept: int
    most_kept: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files by path relative to the workspace: sha256 in hexadecimal digits. `whole` is False where limits were
    met; then nothing is said of what is missing."""

    files: Mapping[str, str] = field(default_factory=dict[str, str])
    whole: bool = True


def snapshot(folder: Path, *, earlier: "Stamps | None" = None) -> tuple[Snapshot, "Stamps"]:
    """The state of the workspace. `earlier` spares reading files whose size and time are as they were."""
    rules = limits()
    files: dict[str, str] = {}
    stamps = Stamps()
    size = 0
    for path, file in _walk(folder, rules):
        try:
            status = file.lstat()
            if status.st_size > rules.largest_file:
                continue
            size += status.st_size
            if len(files) >= rules.most_files or size > rules.most_bytes:
                return Snapshot(dict(sorted(files.items())), whole=False), stamps
            stamp = (status.st_size, status.st_mtime_ns, status.st_ino)
            known = earlier.digests.get(path) if earlier else None
            digest = known[1] if known and known[0] == stamp else _digest(file)
        except OSError:
            continue  # gone, or not ours to read
        files[path] = digest
        stamps.digests[path] = (stamp, digest)
    return Snapshot(dict(sorted(files.items()))), stamps


@dataclass(slots=True)
class Stamps:
    """Size, time and number of each file with the digest that it had then."""

    digests: dict[str, tuple[tuple[int, int, int], str]] = field(
        default_factory=dict[str, tuple[tuple[int, int, int], str]]
    )


def changes(before: Snapshot, after: Snapshot) -> tuple[FileChange, ...]:
    """What is not as it was, sorted by path. What one snapshot does not know is no change."""
    found: list[FileChange] = []
    for path in sorted({*before.files, *after.files}):
        old, new = before.files.get(path, ""), after.files.get(path, "")
        known = (old or before.whole) and (new or after.whole)
        if old != new and known:
            found.append(FileChange(path=path, before=old, after=new))
    return tuple(found)


def _walk(folder: Path, rules: Limits) -> Iterator[tuple[str, Path]]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in rules.folders)
        for name in sorted(names):
            file = Path(where, name)
            if not name.endswith(rules.suffixes) and file.is_file() and not file.is_symlink():
                yield file.relative_to(folder).as_posix(), file


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def limits() -> Limits:
    """What is not looked at, and how much is."""
    text = (resources.files("skillrt.runs") / "workspace.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Limits)


def ignored_in(harness: Harness) -> tuple[str, ...]:
    """Names of folders in a workspace that are no part of any task: the harness's own, and what tools make."""
    return tuple(sorted(harness.own_folders | limits().folders))
