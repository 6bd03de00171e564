"""The layout of an output folder, the state of the variants in it, and writing one."""

import glob
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError
from skillrt.store.files import MANIFEST_FILE, StoredFile, digest_of, is_inside
from skillrt.store.manifest import Manifest, read_manifest
from skillrt.store.placing import Read, place_folder
from skillrt.store.records import FileRecord
from skillrt.store.side_files import BESIDE
from skillrt.targets import Target

VARIANTS: Final = "variants"
"""The folder below SkillRT's own in which variants of runs are kept: `source/harness/model/name`."""
# What running a variant's scripts leaves behind, and what file browsers do; neither is an edit.
_PASSING_FOLDERS: Final = frozenset({"__pycache__", ".git", "node_modules", ".ruff_cache", ".mypy_cache"})
_PASSING_FILES: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Written(StrEnum):
    """What writing a variant did."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Found:
    """A folder as it is on disk. `manifest` is absent where it is no variant; `edited` are the paths that were
    changed, added or removed by hand since it was written."""

    manifest: Manifest | None
    edited: tuple[str, ...] = ()


def variant_folder(target: Target, name: str) -> str:
    """Where a variant goes below the output folder: `harness/model/name`, the model with `/` as `--`.

    Raises InputError for a name that is no single folder name.
    """
    if not is_inside(name) or "/" in name or "\\" in name or name.strip(". ") != name:
        raise InputError(Diagnostic.of("compile.path-leaves", f"`{name[:80]}` cannot be the name of a folder"))
    return f"{target.folder}/{name}"


def kept_variants(data: Path, digests: Mapping[str, str]) -> dict[str, Path]:
    """The folders below SkillRT's folder `data` of the variants with these digests of their manifests, both by the
    names of the skills; those that are not there, or were edited, are left out."""
    found: dict[str, Path] = {}
    for name, digest in sorted(digests.items()):
        for file in sorted((data / VARIANTS).glob(f"*/*/*/{glob.escape(name)}/{MANIFEST_FILE}") if name else ()):
            if digest_of(file.read_bytes()) == digest:
                folder = file.parent.parent
                state = look(folder)
                if state is not None and not state.edited:
                    found[name] = folder
                break
    return found


def look(folder: Path) -> Found | None:
    """What is at this place; None where nothing is. Raises InputError for a damaged manifest."""
    if not os.path.lexists(folder):
        return None
    path = folder / MANIFEST_FILE
    if folder.is_symlink() or not path.is_file():
        return Found(None)
    manifest = read_manifest(path.read_bytes(), str(path))
    return Found(manifest, tuple(sorted(_edited(folder, manifest))))


def write_variant(
    root: Path, inside: str, files: tuple[StoredFile, ...], read: Read, *, force: bool = False
) -> Written:
    """Put a variant at `root/inside`. A folder with the same content is left alone.

    Raises InputError for a folder that SkillRT did not write, and, without `force`, for a variant that was edited by
    hand; MachineError where the machine cannot write. Nothing has changed then.
    """
    folder = root / inside
    found = look(folder)
    if found and found.manifest is None:
        message = f"`{folder}` is there already and is no variant; it is not overwritten"
        raise InputError(Diagnostic.of("compile.not-ours", message))
    if found and not found.edited and _same(folder, files):
        return Written.UNCHANGED
    if found and found.edited and not force:
        message = f"`{folder}` was edited by hand ({listed(found.edited)}); it is not overwritten"
        hint = "make the change in the source; `--force` overwrites the variant"
        raise InputError(Diagnostic.of("compile.edited-output", message, hint=hint))
    place_folder(root, inside, files, read)
    return Written.REPLACED if found else Written.NEW


def listed(paths: tuple[str, ...]) -> str:
    """A few paths for a message."""
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return ", ".join(f"`{path}`" for path in paths[:3]) + more


def _same(folder: Path, files: tuple[StoredFile, ...]) -> bool:
    """Whether the manifests agree to the byte; they hold the digests of everything else."""
    manifest = next((item for item in files if item.path == MANIFEST_FILE), None)
    return manifest is not None and digest_of((folder / MANIFEST_FILE).read_bytes()) == manifest.digest


def _edited(folder: Path, manifest: Manifest) -> Iterator[str]:
    there = dict(_files(folder))
    for record in manifest.files:
        path = there.pop(record.path, None)
        if path is None or not _is(path, record):
            yield record.path
    yield from there.keys() - {MANIFEST_FILE} - BESIDE


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _PASSING_FOLDERS)
        for name in sorted(names):
            if name not in _PASSING_FILES:
                path = Path(where) / name
                yield path.relative_to(folder).as_posix(), path


def _is(path: Path, record: FileRecord) -> bool:
    """Whether the file is what the record says; on Windows files have no bit for executable."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != record.size:
        return False
    executable = bool(path.stat().st_mode & 0o100)
    return digest_of(path.read_bytes()) == record.digest and (os.name != "posix" or executable == record.executable)
