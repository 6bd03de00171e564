"""Install a variant where a harness looks for skills, and take it away again: copies, no links, and only its own."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skillrt.errors import Diagnostic, InputError, MachineError, UsageError
from skillrt.harness.anchors import Location, fill, location_of, path_of
from skillrt.harness.receipt import Receipt, read_receipt, receipt_bytes
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE, RESERVED_FOLDER, FileRecord, Manifest, StoredFile, digest_of
from skillrt.store.files import stored
from skillrt.store.manifest import file_records
from skillrt.store.placing import place_folder, remove_folder
from skillrt.store.side_files import BESIDE
from skillrt.store.variants import Written, listed, look
from skillrt.targets import Harness

# What running an installed skill leaves beside its files; it goes with them.
_ELSEWHERE: Final = (
    "`--project DIR` and `--user` install elsewhere; if that is the source of the skill, the harness reads it there"
)
_CACHES: Final = frozenset({"__pycache__"})


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done: the folder, what became of it, how many anchors were filled, what was kept and why."""

    folder: Path
    written: Written
    anchors: int = 0
    notes: tuple[Diagnostic, ...] = ()


def install(
    variant: Path, harness: Harness, skills: Path, *, force: bool = False, by_path: bool = False
) -> Installed:
    """Copy a variant into the folder `skills` of a harness and fill in its anchors: with the harness's own variable
    for the skill's folder in SKILL.md where it has one, unless `by_path`, for folders that it does not know of.

    Raises UsageError where there is nothing, InputError for what is no unedited variant for this harness and for a
    place where something else is or (without `force`) was edited, MachineError where the machine cannot write.
    """
    manifest = _variant(variant, harness)
    folder = skills / _folder_name(manifest)
    place = path_of(folder) if by_path and manifest.anchors else None
    files = _filled(variant, manifest, harness, folder, place)
    anchors = len(manifest.anchors)
    state = _state(folder, files, force=force)
    if state is not Written.UNCHANGED:
        place_folder(skills, folder.name, files, _nothing_to_copy)
    return Installed(folder, state, anchors)


def uninstall(variant: Path | str, harness: Harness, skills: Path, *, force: bool = False) -> Installed:
    """Remove what `install` put into `skills`: a variant's folder, or the skill's name.

    Files that were added since are kept, with a warning each. Raises InputError where nothing of this name was
    installed, and (without `force`) where a file was edited since: nothing is removed then, as a part of a skill is
    one that does not work.
    """
    found = look(variant) if isinstance(variant, Path) else None
    name = _folder_name(found.manifest) if found and found.manifest else Path(variant).name
    folder = skills / name
    receipt = read_receipt(folder)
    if receipt is None or receipt.harness != harness.name:
        message = f"`install` has put no skill `{name}` into `{skills}` for {harness.title}"
        raise InputError(Diagnostic.of("install.not-installed", message))
    kept, edited = _kept(folder, receipt), _edited(folder, receipt)
    if edited and not force:
        message = f"`{folder}` was edited since it was installed ({listed(edited)}); nothing was removed"
        hint = "save what is yours, then remove all that was installed with `--uninstall --force`"
        raise InputError(Diagnostic.of("install.edited", message, hint=hint))
    if not kept:
        remove_folder(folder)
        return Installed(folder, Written.REPLACED)
    installed = {item.path for item in receipt.files}
    # only what the walk has seen: a path may lead through a link that someone has put there
    _remove_files(folder, [path for path, _ in _walk(folder) if path in installed])
    notes = tuple(Diagnostic.of("install.kept", f"`{folder / path}` was not installed; it was kept") for path in kept)
    return Installed(folder, Written.REPLACED, notes=notes)


def is_whole(folder: Path) -> bool:
    """Whether everything that was installed there is as it was put; what was added does not count."""
    receipt = read_receipt(folder)
    return receipt is not None and all(_is(folder / item.path, item) for item in receipt.files)


def _variant(variant: Path, harness: Harness) -> Manifest:
    found = look(variant)
    command = f"skillrt compile SOURCE --target MODEL@{harness.name} -o DIR"
    if found is None:
        raise UsageError(Diagnostic.of("usage.path-missing", f"`{variant}` does not exist"))
    if found.manifest is None or (variant / INSTALLED_FILE).exists():
        what = "an installed copy" if found.manifest else "a source skill or something else"
        message = f"`{variant}` is {what}, not a variant"
        raise InputError(Diagnostic.of("install.not-a-variant", message, hint=f"compile it first: `{command}`"))
    if found.edited:
        message = f"`{variant}` was edited by hand ({listed(found.edited)})"
        raise InputError(Diagnostic.of("install.edited-variant", message))
    if found.manifest.target.harness != harness.name:
        message = f"`{variant}` was compiled for {found.manifest.aim}, not for {harness.title}"
        raise InputError(
            Diagnostic.of("install.other-harness", message, hint=f"compile its source again: `{command}`")
        )
    return found.manifest


def _folder_name(manifest: Manifest) -> str:
    name = manifest.name
    if "/" in name or "\\" in name or name.strip(". ") != name or not name:
        raise InputError(Diagnostic.of("compile.path-leaves", f"`{name[:80]}` cannot be the name of a folder"))
    return name


def _filled(
    variant: Path, manifest: Manifest, harness: Harness, folder: Path, place: Location | None
) -> tuple[StoredFile, ...]:
    commands = frozenset(item.path for item in manifest.files if item.executable)
    files: list[StoredFile] = []
    for record in manifest.files:
        data = (variant / record.path).read_bytes()
        anchors = [item for item in manifest.anchors if item.output.file == record.path]
        if anchors:
            data = fill(data, anchors, place or location_of(harness, folder, record.path), commands)
        files.append(stored(record.path, data, executable=record.executable))
    files += [stored(path, (variant / path).read_bytes()) for path in sorted(BESIDE) if (variant / path).is_file()]
    manifest_data = (variant / MANIFEST_FILE).read_bytes()
    files.append(stored(MANIFEST_FILE, manifest_data))
    receipt = Receipt(
        name=manifest.name,
        harness=harness.name,
        manifest=digest_of(manifest_data),
        files=file_records(tuple(files)),
    )
    return (*files, stored(INSTALLED_FILE, receipt_bytes(receipt)))


def _state(folder: Path, files: tuple[StoredFile, ...], *, force: bool) -> Written:
    """What installing will do. Raises InputError where it must not."""
    if not os.path.lexists(folder):
        return Written.NEW
    receipt = read_receipt(folder)
    if receipt is None:
        if folder.is_symlink() or not _same_content(folder, files):
            message = f"`{folder}` is there already; it was not installed by SkillRT"
            raise InputError(Diagnostic.of("install.not-ours", message, hint=_ELSEWHERE))
        return Written.REPLACED
    edited = (*_edited(folder, receipt), *_kept(folder, receipt))
    if edited and not force:
        message = f"`{folder}` was edited since it was installed ({listed(edited)}); it is not overwritten"
        raise InputError(Diagnostic.of("install.edited", message))
    wanted = next(item for item in files if item.path == INSTALLED_FILE)
    same = digest_of((folder / INSTALLED_FILE).read_bytes()) == wanted.digest
    return Written.UNCHANGED if same and not edited else Written.REPLACED


def _same_content(folder: Path, files: tuple[StoredFile, ...]) -> bool:
    """Whether a folder without receipt holds the same skill, file by file, what is SkillRT's own aside."""
    wanted = {item.path: item for item in files if not item.path.startswith(f"{RESERVED_FOLDER}/")}
    there = {path: file for path, file in _walk(folder) if not path.startswith(f"{RESERVED_FOLDER}/")}
    return there.keys() == wanted.keys() and all(
        not file.is_symlink() and file.is_file() and file.read_bytes() == wanted[path].data
        for path, file in there.items()
    )


def _kept(folder: Path, receipt: Receipt) -> tuple[str, ...]:
    """What was added since, sorted."""
    installed = {item.path for item in receipt.files} | {INSTALLED_FILE}
    return tuple(path for path, _ in _walk(folder) if path not in installed)


def _edited(folder: Path, receipt: Receipt) -> tuple[str, ...]:
    """The files that differ from the receipt, sorted; those that are gone are no loss."""
    records = {item.path: item for item in receipt.files}
    return tuple(path for path, file in _walk(folder) if path in records and not _is(file, records[path]))


def _is(file: Path, record: FileRecord) -> bool:
    return (
        not file.is_symlink()
        and file.is_file()
        and file.stat().st_size == record.size
        and digest_of(file.read_bytes()) == record.digest
    )


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything in the folder but caches and folders; links to folders are entries and are not entered."""
    for where, folders, names in os.walk(folder):
        links = [name for name in folders if Path(where, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in _CACHES and name not in links)
        for name in sorted([*names, *links]):
            path = Path(where, name)
            yield path.relative_to(folder).as_posix(), path


def _remove_files(folder: Path, paths: Iterable[str]) -> None:
    try:
        for path in (*paths, INSTALLED_FILE):
            (folder / path).unlink(missing_ok=True)
        for where, folders, _ in os.walk(folder, topdown=False):
            for name in folders:
                if name in _CACHES:
                    shutil.rmtree(Path(where, name), ignore_errors=True)
            with suppress(OSError):  # something is left in it
                os.rmdir(where)
    except OSError as error:
        message = f"`{folder}` could not be removed: {error.strerror}"
        raise MachineError(Diagnostic.of("machine.io", message)) from error


def _nothing_to_copy(path: str) -> bytes:
    raise AssertionError(f"every file to install has its content: {path}")
